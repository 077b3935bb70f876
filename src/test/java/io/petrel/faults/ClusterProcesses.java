package io.petrel.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of {@code deploy/cluster}, on free ports and in a folder of their own: what a
 * newcomer starts is what is tested. Each role is one process, killed by the pid that the script
 * wrote.
 */
final class ClusterProcesses implements AutoCloseable {
  static final String BROKER = "broker";
  static final String ZOOKEEPER = "zookeeper";
  static final String JOB_MANAGER = "jobmanager";
  static final List<String> TASK_MANAGERS = List.of("taskmanager-1", "taskmanager-2");

  /** Of the folders of the local repository: what a Flink distribution has in its lib folder. */
  private static final Pattern FLINKS =
      Pattern.compile(
          ".*/(org/apache/flink|com/ververica|org/apache/logging|org/slf4j|org/apache/commons"
              + "|commons-[a-z]+|com/esotericsoftware|org/objenesis|org/javassist|org/xerial"
              + "|at/yawk|org/snakeyaml)/.*");

  private static final Pattern NOT_FLINKS =
      Pattern.compile(
          ".*/flink-(connector-base|connector-kafka|cep|test)[^/]*\\.jar|.*-tests\\.jar");
  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Path: (\\S+)");

  private final Path folder;
  private final int brokerPort;
  private final Map<String, String> environment = new HashMap<>();

  ClusterProcesses(Path folder) {
    this.folder = folder;
    this.brokerPort = freePort();
    environment.put("PETREL_CLUSTER_FOLDER", folder.toString());
    environment.put("PETREL_KAFKA_PORT", String.valueOf(brokerPort));
    environment.put("PETREL_REST_PORT", String.valueOf(freePort()));
    environment.put("PETREL_ZOOKEEPER_PORT", String.valueOf(freePort()));
    environment.put("PETREL_FLINK_CLASSPATH", flinkClassPath());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  String brokers() {
    return "127.0.0.1:" + brokerPort;
  }

  /** Starts what does not run; without roles, the Flink cluster. Returns when all are ready. */
  void start(String... roles) {
    var unused =
        ChildProcess.run(
            environment,
            Stream.concat(Stream.of("deploy/cluster", "start"), Arrays.stream(roles))
                .toArray(String[]::new));
  }

  void kill(String role) {
    ProcessHandle process = process(role);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGSTOP: it is there and does nothing. */
  void freeze(String role) {
    signal("-STOP", role);
  }

  void thaw(String role) {
    signal("-CONT", role);
  }

  /** Submits a job and returns its id. */
  String submit(String job, Path configuration) {
    return submit(job, configuration, Map.of());
  }

  /** The same with more in the environment of the process that submits, and of no other. */
  String submit(String job, Path configuration, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return found(
        JOB_ID, ChildProcess.run(all, "deploy/cluster", "submit", job, configuration.toString()));
  }

  /** Submits a job that resumes from a savepoint, and returns its id. */
  String submitFrom(String savepoint, String job, Path configuration) {
    return found(
        JOB_ID,
        flink(
            "run",
            "-d",
            "-s",
            savepoint,
            clusterJar().toString(),
            "--job",
            job,
            "--config",
            configuration.toString()));
  }

  /** Stops a job with a savepoint and returns its path. */
  String stop(String jobId) {
    return found(
        SAVEPOINT,
        flink("stop", "-type", "canonical", "-p", folder.resolve("savepoints").toString(), jobId));
  }

  private String flink(String... arguments) {
    return ChildProcess.run(
        environment,
        Stream.concat(Stream.of("deploy/cluster", "flink"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    for (String role : roles()) {
      ProcessHandle.of(pid(role)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private List<String> roles() {
    try (Stream<Path> files = Files.list(folder.resolve("pids"))) {
      return files.map(file -> file.getFileName().toString().replace(".pid", "")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void signal(String signal, String role) {
    var unused = ChildProcess.run(Map.of(), "kill", signal, String.valueOf(pid(role)));
  }

  private ProcessHandle process(String role) {
    return ProcessHandle.of(pid(role))
        .orElseThrow(() -> new IllegalStateException(role + " does not run"));
  }

  private long pid(String role) {
    try {
      Path file = folder.resolve("pids").resolve(role + ".pid");
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path clusterJar() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("petrel-.*-cluster\\.jar"))
          .findAny()
          .orElseThrow(() -> new IllegalStateException("no target/petrel-*-cluster.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String flinkClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(jar -> FLINKS.matcher(jar).matches() && !NOT_FLINKS.matcher(jar).matches())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static String found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("not in the answer: %s: %s".formatted(pattern, said));
    }
    return matcher.group(1);
  }

  /** Nobody listens on it; a tiny race remains until its process starts. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
