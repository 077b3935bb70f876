package io.petrel.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema registry that knows one schema, {@link HostilePayloads#SCHEMA_ID}. */
final class StubRegistry implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger questions = new AtomicInteger();

  private StubRegistry(HttpServer server) {
    this.server = server;
  }

  static StubRegistry start() throws IOException {
    StubRegistry registry =
        new StubRegistry(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    registry.server.createContext("/schemas/ids/", registry::answer);
    registry.server.start();
    return registry;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often it was asked. */
  int questions() {
    return questions.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    questions.incrementAndGet();
    boolean known = exchange.getRequestURI().getPath().endsWith("/" + HostilePayloads.SCHEMA_ID);
    byte[] body =
        (known
                ? new ObjectMapper()
                    .writeValueAsString(Map.of("schema", Variables.schema().toString()))
                : "{\"error_code\":40403,\"message\":\"Schema not found\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
