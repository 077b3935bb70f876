package io.petrel.notify.delivery;

import io.petrel.notify.subscription.SubscriptionSet;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes {@link DeliveryOperator}s, which need the task's mailbox. */
public final class DeliveryOperatorFactory extends AbstractStreamOperatorFactory<Undeliverable>
    implements TwoInputStreamOperatorFactory<Addressed, SubscriptionSet, Undeliverable> {
  private static final long serialVersionUID = 1;
  private final NotifySettings settings;
  private final SubscriptionSet initial;
  private final SentMailLog sentMails;
  private final MailDispatchers dispatchers;

  /** Makes what sends the mails of a subtask. */
  interface MailDispatchers extends Function<NotifySettings, MailDispatcher>, Serializable {}

  public DeliveryOperatorFactory(
      NotifySettings settings, SubscriptionSet initial, SentMailLog sentMails) {
    this(settings, initial, sentMails, MailDispatcher::new);
  }

  DeliveryOperatorFactory(
      NotifySettings settings,
      SubscriptionSet initial,
      SentMailLog sentMails,
      MailDispatchers dispatchers) {
    this.settings = settings;
    this.initial = initial;
    this.sentMails = sentMails;
    this.dispatchers = dispatchers;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's own signature.
  public <T extends StreamOperator<Undeliverable>> T createStreamOperator(
      StreamOperatorParameters<Undeliverable> parameters) {
    return (T) new DeliveryOperator(parameters, settings, initial, sentMails, dispatchers);
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's own signature.
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DeliveryOperator.class;
  }
}
