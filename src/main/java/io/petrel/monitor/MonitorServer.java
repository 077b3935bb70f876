package io.petrel.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

  /** A question that hangs, about Kafka say, must not hold up the next one. */
  private static final int THREADS = 64;

  /** Of a request and its answer; more than the longest answer takes, even without Kafka. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpServer server;
  private final ExecutorService threads;
  private final ScheduledExecutorService clock;

  private MonitorServer(
      HttpServer server, ExecutorService threads, ScheduledExecutorService clock) {
    this.server = server;
    this.threads = threads;
    this.clock = clock;
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
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            PATIENCE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            MonitorServer::daemon);
    threads.allowCoreThreadTimeOut(true);
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(MonitorServer::daemon);
    server.setExecutor(task -> threads.execute(() -> runInTime(task, clock)));
    serve(server, "/metrics", () -> new Page(200, METRICS_TYPE, monitored.metrics()));
    serve(server, "/health", () -> page(monitored::health));
    serve(server, "/ready", () -> page(monitored::readiness));
    server.createContext("/", exchange -> answer(exchange, Page.missing()));
    server.start();
    return new MonitorServer(server, threads, clock);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "monitor");
    thread.setDaemon(true);
    return thread;
  }

  /** An interrupt closes the connection of a request that is only half sent. */
  private static void runInTime(Runnable exchange, ScheduledExecutorService clock) {
    Future<?> limit =
        clock.schedule(
            Thread.currentThread()::interrupt, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      exchange.run();
    } finally {
      limit.cancel(false);
    }
  }

  /** The port, chosen by the system if the setting is 0. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    clock.shutdownNow();
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
