package io.petrel.monitor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MonitorServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Fake fake = new Fake();
  private MonitorServer server;

  @BeforeEach
  void start() throws IOException {
    server = MonitorServer.start(new MonitorSettings(MonitorSettings.LOOPBACK, 0), fake);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Timeout(120)
  void requestsThatAreHalfSentHoldUpNobodyForLong() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket half = new Socket(MonitorSettings.LOOPBACK, server.port());
        halves.add(half);
        half.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\n".getBytes(US_ASCII));
        half.getOutputStream().flush();
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health".formatted(server.port())))
              .timeout(Duration.ofSeconds(90))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @Test
  void goodVitalsAreOkAndBadOnesUnavailableWithTheReason() throws Exception {
    fake.health = new HealthReport(List.of(new HealthReport.Check("detection", true, "RUNNING")));
    fake.readiness =
        new HealthReport(
            List.of(
                new HealthReport.Check("detection", true, "every subtask runs"),
                new HealthReport.Check("kafka", false, "does not answer within 3 s")));

    HttpResponse<String> health = get("/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(health.body())
        .isEqualToIgnoringWhitespace(
            """
            {"ok": true, "checks": [{"name": "detection", "ok": true, "reason": "RUNNING"}]}
            """);
    HttpResponse<String> ready = get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"ok\" : false", "does not answer within 3 s");
  }

  @Test
  void metricsAreText() throws Exception {
    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body()).isEqualTo("petrel_storms 7\n");
  }

  @Test
  void whatCannotBeAnsweredSaysSoAndTheNextQuestionIsAnswered() throws Exception {
    fake.health = null;

    assertThat(get("/health").statusCode()).isEqualTo(500);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingElseIsServedAndNothingCanBeChanged() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/../health").statusCode()).isEqualTo(404);
    assertThat(get("/healthy").statusCode()).isEqualTo(404);
    HttpResponse<String> post =
        client.send(
            request("/ready").POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    HttpResponse<String> head =
        client.send(
            request("/ready").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void onLoopbackNoOtherInterfaceAnswers() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();

    for (InetAddress other : others) {
      assertThatThrownBy(
              () -> {
                try (Socket socket = new Socket()) {
                  socket.connect(new InetSocketAddress(other, server.port()), 2000);
                }
              })
          .as("%s", other)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPortInUseIsToldAtTheStart() {
    MonitorSettings taken = new MonitorSettings(MonitorSettings.LOOPBACK, server.port());

    assertThatThrownBy(() -> MonitorServer.start(taken, fake)).isInstanceOf(BindException.class);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)));
  }

  private static final class Fake implements HealthSource {
    private HealthReport health = new HealthReport(List.of());
    private HealthReport readiness = new HealthReport(List.of());

    @Override
    public String metrics() {
      return "petrel_storms 7\n";
    }

    @Override
    public HealthReport health() {
      if (health == null) {
        throw new IllegalStateException("a fault");
      }
      return health;
    }

    @Override
    public HealthReport readiness() {
      return readiness;
    }
  }
}
