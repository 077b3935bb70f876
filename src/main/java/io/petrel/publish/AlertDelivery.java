package io.petrel.publish;

import org.apache.flink.connector.base.DeliveryGuarantee;

/** What a subscriber of the topics may count on. */
public enum AlertDelivery {
  /**
   * Each record once, for subscribers that read committed records only. A record is to be seen when
   * the checkpoint after it is complete.
   */
  EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
  /** Each record at once, and again after a recovery, with the same identifier and bytes. */
  AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE);

  private final DeliveryGuarantee guarantee;

  AlertDelivery(DeliveryGuarantee guarantee) {
    this.guarantee = guarantee;
  }

  DeliveryGuarantee guarantee() {
    return guarantee;
  }
}
