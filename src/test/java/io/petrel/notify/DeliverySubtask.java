package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.delivery.Addressed;
import io.petrel.notify.delivery.DeliveryOperator;
import io.petrel.notify.delivery.DeliveryOperatorFactory;
import io.petrel.notify.delivery.SentMail;
import io.petrel.notify.delivery.Undeliverable;
import io.petrel.state.CodecSerializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of the mail operator; the test's thread is the task's. */
public final class DeliverySubtask implements AutoCloseable {
  private final Map<String, Metric> metrics = new HashMap<>();
  private final AbstractStreamOperatorTestHarness<Undeliverable> harness;

  public DeliverySubtask(
      DeliveryOperatorFactory factory, int maxParallelism, int parallelism, int index, long now)
      throws Exception {
    MockEnvironment environment =
        new MockEnvironmentBuilder()
            .setTaskName("deliver mail")
            .setManagedMemorySize(3 << 20)
            .setMaxParallelism(maxParallelism)
            .setParallelism(parallelism)
            .setSubtaskIndex(index)
            .setMetricGroup(
                TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        TestingMetricRegistry.builder()
                            .setRegisterConsumer((metric, name, group) -> metrics.put(name, metric))
                            .build(),
                        "localhost",
                        ResourceID.generate())
                    .addJob(new JobID(), "notification")
                    .addTask(ExecutionAttemptID.randomId(), "deliver mail"))
            .build();
    environment.getJobConfiguration().setString("execution.checkpointing.interval", "1s");
    harness = new AbstractStreamOperatorTestHarness<>(factory, environment);
    KeySelector<Addressed, String> recipient = Addressed::recipient;
    harness.getStreamConfig().setStatePartitioner(0, recipient);
    harness.getStreamConfig().setStateKeySerializer(StringSerializer.INSTANCE);
    harness.getStreamConfig().serializeAllConfigs();
    harness.setProcessingTime(now);
  }

  public void open(@Nullable OperatorSubtaskState state) throws Exception {
    harness.setup(new CodecSerializer<>(Undeliverable.CODEC));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  public void accept(String recipient, Alert alert) throws Exception {
    DeliveryOperator operator = (DeliveryOperator) harness.getOperator();
    StreamRecord<Addressed> record = new StreamRecord<>(new Addressed(recipient, "watch", alert));
    operator.setKeyContextElement1(record);
    operator.processElement1(record);
  }

  public OperatorSubtaskState snapshot(long checkpoint) throws Exception {
    return harness.snapshot(checkpoint, 0);
  }

  public void complete(long checkpoint) throws Exception {
    harness.notifyOfCompletedCheckpoint(checkpoint);
  }

  public void time(long now) throws Exception {
    harness.setProcessingTime(now);
  }

  /** Does what lies in the task's mailbox, and lets timers that are due fire. */
  public void work() {
    try {
      harness.setProcessingTime(harness.getProcessingTime() + 1);
      Optional<Mail> next = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      while (next.isPresent()) {
        next.get().run();
        next = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public List<SentMail> sent() {
    Queue<StreamRecord<SentMail>> records = harness.getSideOutput(DeliveryOperator.SENT);
    List<SentMail> mails = new ArrayList<>();
    if (records != null) {
      records.forEach(record -> mails.add(record.getValue()));
    }
    return mails;
  }

  public List<Undeliverable> undelivered() {
    List<Undeliverable> all = new ArrayList<>();
    harness.getOutput().forEach(e -> all.add((Undeliverable) ((StreamRecord<?>) e).getValue()));
    return all;
  }

  public Metric metric(String name) {
    return metrics.get(name);
  }

  @Override
  public void close() throws Exception {
    // Not the harness's end, which lets the operator finish its work: this is a crash.
    harness.getOperator().close();
  }
}
