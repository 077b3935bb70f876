package io.petrel.publish;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's sink with transactions, but a commit that fails is a failure of the job. Flink's own
 * counts some and goes on: the records of a complete checkpoint are then gone for good.
 *
 * <p>After a recovery a commit may fail because it was done before: the id is free for other
 * transactions once one is committed. What the brokers know of the id tells the two apart.
 */
final class TransactionalSink<T>
    implements TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(TransactionalSink.class);

  /** Of this process, so that a restart of the job does not hide it from who looks at metrics. */
  private static final AtomicLong LOST = new AtomicLong();

  private final KafkaSink<T> sink;
  private final Properties admin;

  /**
   * @param sink with exactly-once delivery
   * @param admin how to ask the brokers
   */
  TransactionalSink(KafkaSink<T> sink, Properties admin) {
    this.sink = sink;
    this.admin = admin;
  }

  @Override
  public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> createWriter(
      WriterInitContext context) throws IOException {
    return sink.createWriter(context);
  }

  @Override
  public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> recovered) throws IOException {
    return sink.restoreWriter(context, recovered);
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committables) {
    sink.addPostCommitTopology(committables);
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    context.metricGroup().addGroup("petrel").gauge("transactions_lost", LOST::get);
    return new StrictCommitter(sink.createCommitter(context), admin);
  }

  /** Turns what the other committer would only count into a failure. */
  @SuppressWarnings("try") // Committer.close may throw any exception; Flink calls it, once.
  record StrictCommitter(Committer<KafkaCommittable> committer, Properties admin)
      implements Committer<KafkaCommittable> {
    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
        throws IOException, InterruptedException {
      committer.commit(
          requests.stream()
              .map(request -> new StrictRequest(request, admin))
              .collect(Collectors.toList()));
    }

    @Override
    public void close() throws Exception {
      committer.close();
    }
  }

  /** One of its requests. */
  record StrictRequest(Committer.CommitRequest<KafkaCommittable> request, Properties admin)
      implements Committer.CommitRequest<KafkaCommittable> {
    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      KafkaCommittable transaction = request.getCommittable();
      // A transaction of this very run has its producer; its id cannot have been used again.
      if (transaction.getProducer().isEmpty()
          && wasCommitted(
              describe(transaction), transaction.getProducerId(), transaction.getEpoch())) {
        LOG.info(
            "Transaction {} was committed before the restart: nothing to do",
            transaction.getTransactionalId());
        request.signalAlreadyCommitted();
        return;
      }
      LOST.incrementAndGet();
      String message =
          ("The brokers have dropped transaction %s, which a complete checkpoint counts as sent:"
                  + " its records are missing, so the job does not go on from that checkpoint."
                  + " 'A transaction is lost' in deploy/README.md says how to send them again")
              .formatted(transaction.getTransactionalId());
      LOG.error(message, reason);
      throw new IllegalStateException(message, reason);
    }

    private TransactionDescription describe(KafkaCommittable transaction) {
      String id = transaction.getTransactionalId();
      try (Admin brokers = Admin.create(admin)) {
        return brokers.describeTransactions(List.of(id)).description(id).get(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(
            "The brokers do not say what became of transaction %s; the job asks again"
                .formatted(id),
            e);
      }
    }

    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      request.signalFailedWithUnknownReason(reason);
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable transaction) {
      request.updateAndRetryLater(transaction);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }

    /** Is logged: without the login. */
    @Override
    public String toString() {
      return request.toString();
    }
  }

  /**
   * Whether a recovered transaction that cannot be committed any more was committed. Brokers that
   * drop a transaction raise its epoch by one and leave it aborted; the writer uses an id again,
   * which raises the epoch too, only after a commit.
   *
   * @param producerId of the transaction, as its checkpoint has it
   * @param epoch the same
   */
  static boolean wasCommitted(TransactionDescription now, long producerId, short epoch) {
    boolean sameProducer = now.producerId() == producerId;
    if (!sameProducer || now.producerEpoch() > epoch + 1) {
      return true;
    }
    return now.producerEpoch() == epoch + 1
        && switch (now.state()) {
          case PREPARE_COMMIT, COMPLETE_COMMIT, EMPTY, ONGOING -> true;
          case PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
        };
  }
}
