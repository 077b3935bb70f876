package io.petrel.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /health} and {@code /ready} over HTTP, read-only, without TLS or
 * login: anyone who reaches the port can read everything.
 */
public final class MonitorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON_TYPE = "application/json";

  /** More than one, because a check that hangs, for example on Kafka, must not block others. */
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;

  private MonitorServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if it cannot listen on the address
   */
  public static MonitorServer start(MonitorSettings settings, HealthSource monitored)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "monitor");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    serve(server, "/metrics", () -> new Page(200, METRICS_TYPE, monitored.metrics()));
    serve(server, "/health", () -> page(monitored::health));
    serve(server, "/ready", () -> page(monitored::readiness));
    server.createContext("/", exchange -> answer(exchange, Page.missing()));
    server.start();
    return new MonitorServer(server, threads);
  }

  /** The port, chosen by the system if the setting is 0. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private record Page(int status, String type, String body) {
    static Page missing() {
      return new Page(404, "text/plain", "There are /metrics, /health and /ready.\n");
    }
  }

  private interface Answer {
    Page get() throws IOException;
  }

  private static void serve(HttpServer server, String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, Page.missing());
            return;
          }
          Page page;
          try {
            page = answer.get();
          } catch (RuntimeException | IOException e) {
            LOG.warn("Cannot answer {}; sent status 500", path, e);
            page = new Page(500, "text/plain", "This failed; the log has the cause.\n");
          }
          answer(exchange, page);
        });
  }

  private static Page page(Supplier<HealthReport> asked) throws IOException {
    HealthReport vitals = asked.get();
    ObjectNode node = JSON.createObjectNode().put("ok", vitals.areGood());
    ArrayNode checks = node.putArray("checks");
    for (HealthReport.Check check : vitals.checks()) {
      checks
          .addObject()
          .put("name", check.name())
          .put("ok", check.isGood())
          .put("reason", check.reason());
    }
    return new Page(vitals.areGood() ? 200 : 503, JSON_TYPE, node.toPrettyString() + "\n");
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (method.equals("HEAD")) {
        exchange.sendResponseHeaders(page.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(page.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
