package io.petrel.faults;

import java.util.Locale;
import java.util.function.Consumer;

/** What is done to the system, and how it is undone. */
enum FaultKind {
  TASK_MANAGER_KILLED(
      world -> world.cluster().kill(world.anyTaskManager()), world -> world.cluster().start()),
  ALL_TASK_MANAGERS_KILLED(
      world -> ClusterProcesses.TASK_MANAGERS.forEach(world.cluster()::kill),
      world -> world.cluster().start()),
  JOB_MANAGER_KILLED(
      world -> world.cluster().kill(ClusterProcesses.JOB_MANAGER),
      world -> world.cluster().start()),
  /** Without it no job manager leads. */
  ZOOKEEPER_KILLED(
      world -> world.cluster().kill(ClusterProcesses.ZOOKEEPER), world -> world.cluster().start()),
  JVM_KILLED(world -> world.engine().kill(), world -> world.engine().start()),
  BROKER_KILLED(
      world -> world.cluster().kill(ClusterProcesses.BROKER),
      world -> world.cluster().start(ClusterProcesses.BROKER)),
  /** Longer than every time-out of its clients and its own session. */
  BROKER_FROZEN(
      world -> {
        world.cluster().freeze(ClusterProcesses.BROKER);
        world.pause(6_000);
      },
      world -> world.cluster().thaw(ClusterProcesses.BROKER)),
  MAIL_SERVER_KILLED(world -> world.mail().kill(), world -> world.mail().start()),
  CHECKPOINTS_READ_ONLY(world -> world.storage().protect(), world -> world.storage().unprotect()),
  CHECKPOINTS_FULL(world -> world.storage().fill(), world -> world.storage().empty()),
  /** The brokers drop what was sent when it began; the job must have begun anew by then. */
  CHECKPOINTS_FAIL_LONG(World::failCheckpointsForLong, world -> world.storage().empty()),
  /** It must be refused, and the first must not notice. */
  SECOND_ENGINE(World::startSecondEngine, world -> {}),
  DATA_CLOCK_JUMPS(World::publishWrongTimes, world -> {}),
  RULE_FILE_BAD(
      world -> world.rules().writeExtra("rule: extra\nwhen: wind_speed_ms >\n"),
      world -> {
        world.pause(3_000); // until whatever starts meanwhile has read it
        world.rules().editExtra();
      }),
  RULE_EDITED(world -> world.rules().editExtra(), world -> world.rules().editExtra()),
  RULE_FOLDER_GONE(world -> world.rules().hide(), world -> world.rules().show()),
  /** Stopped with a savepoint, begun again from it with another parallelism. */
  RESCALED(World::stopDetection, World::resumeDetectionRescaled);

  private final Consumer<World> begin;
  private final Consumer<World> end;

  FaultKind(Consumer<World> begin, Consumer<World> end) {
    this.begin = begin;
    this.end = end;
  }

  void begin(World world) {
    begin.accept(world);
  }

  void end(World world) {
    end.accept(world);
  }

  /** As the table says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
