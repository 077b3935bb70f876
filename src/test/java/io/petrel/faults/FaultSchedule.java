package io.petrel.faults;

import static io.petrel.faults.FaultKind.ALL_TASK_MANAGERS_KILLED;
import static io.petrel.faults.FaultKind.BROKER_FROZEN;
import static io.petrel.faults.FaultKind.BROKER_KILLED;
import static io.petrel.faults.FaultKind.CHECKPOINTS_FAIL_LONG;
import static io.petrel.faults.FaultKind.CHECKPOINTS_FULL;
import static io.petrel.faults.FaultKind.CHECKPOINTS_READ_ONLY;
import static io.petrel.faults.FaultKind.DATA_CLOCK_JUMPS;
import static io.petrel.faults.FaultKind.JOB_MANAGER_KILLED;
import static io.petrel.faults.FaultKind.JVM_KILLED;
import static io.petrel.faults.FaultKind.MAIL_SERVER_KILLED;
import static io.petrel.faults.FaultKind.RESCALED;
import static io.petrel.faults.FaultKind.RULE_EDITED;
import static io.petrel.faults.FaultKind.RULE_FILE_BAD;
import static io.petrel.faults.FaultKind.RULE_FOLDER_GONE;
import static io.petrel.faults.FaultKind.SECOND_ENGINE;
import static io.petrel.faults.FaultKind.TASK_MANAGER_KILLED;
import static io.petrel.faults.FaultKind.ZOOKEEPER_KILLED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come, alone and together, in an order that the seed gives. */
final class FaultSchedule {
  private FaultSchedule() {}

  /** For a cluster of processes: 110 faults in 91 rounds. */
  static List<List<FaultKind>> ofCluster(long seed) {
    List<List<FaultKind>> rounds = new ArrayList<>();
    times(12, rounds, TASK_MANAGER_KILLED);
    times(3, rounds, ALL_TASK_MANAGERS_KILLED);
    times(7, rounds, JOB_MANAGER_KILLED);
    times(3, rounds, ZOOKEEPER_KILLED);
    times(6, rounds, BROKER_KILLED);
    times(5, rounds, BROKER_FROZEN);
    times(6, rounds, MAIL_SERVER_KILLED);
    times(4, rounds, CHECKPOINTS_READ_ONLY);
    times(4, rounds, CHECKPOINTS_FULL);
    times(2, rounds, CHECKPOINTS_FAIL_LONG);
    times(2, rounds, SECOND_ENGINE);
    times(5, rounds, DATA_CLOCK_JUMPS);
    times(4, rounds, RULE_FILE_BAD);
    times(4, rounds, RULE_FOLDER_GONE);
    times(3, rounds, RULE_EDITED);
    times(3, rounds, RESCALED);
    times(2, rounds, TASK_MANAGER_KILLED, JOB_MANAGER_KILLED);
    times(2, rounds, TASK_MANAGER_KILLED, BROKER_KILLED);
    times(1, rounds, ZOOKEEPER_KILLED, TASK_MANAGER_KILLED);
    times(2, rounds, JOB_MANAGER_KILLED, BROKER_FROZEN);
    times(2, rounds, TASK_MANAGER_KILLED, MAIL_SERVER_KILLED);
    times(2, rounds, CHECKPOINTS_FULL, TASK_MANAGER_KILLED);
    times(2, rounds, RULE_FILE_BAD, JOB_MANAGER_KILLED);
    times(2, rounds, RULE_FOLDER_GONE, TASK_MANAGER_KILLED);
    times(1, rounds, CHECKPOINTS_FAIL_LONG, TASK_MANAGER_KILLED);
    times(1, rounds, DATA_CLOCK_JUMPS, BROKER_KILLED);
    times(1, rounds, TASK_MANAGER_KILLED, JOB_MANAGER_KILLED, BROKER_KILLED);
    Collections.shuffle(rounds, new Random(seed));
    return rounds;
  }

  /** For both jobs in one JVM: 24 faults in 18 rounds. */
  static List<List<FaultKind>> ofOneJvm(long seed) {
    List<List<FaultKind>> rounds = new ArrayList<>();
    times(8, rounds, JVM_KILLED);
    times(2, rounds, SECOND_ENGINE);
    times(2, rounds, CHECKPOINTS_FAIL_LONG);
    times(2, rounds, JVM_KILLED, BROKER_KILLED);
    // Faults end in reverse: the JVM starts while the file is bad.
    times(2, rounds, RULE_FILE_BAD, JVM_KILLED);
    times(2, rounds, JVM_KILLED, MAIL_SERVER_KILLED);
    Collections.shuffle(rounds, new Random(seed));
    return rounds;
  }

  private static void times(int times, List<List<FaultKind>> rounds, FaultKind... together) {
    rounds.addAll(Collections.nCopies(times, List.of(together)));
  }
}
