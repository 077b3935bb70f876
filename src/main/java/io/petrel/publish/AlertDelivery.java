package io.petrel.publish;

import org.apache.flink.connector.base.DeliveryGuarantee;

/** The delivery guarantee for subscribers of the topics. */
public enum AlertDelivery {
  /**
   * Each record once, for subscribers that read committed records only. A record becomes visible
   * when the checkpoint after it is complete.
   */
  EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
  /** Each record immediately, and again after a recovery, with the same identifier and bytes. */
  AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE);

  private final DeliveryGuarantee guarantee;

  AlertDelivery(DeliveryGuarantee guarantee) {
    this.guarantee = guarantee;
  }

  DeliveryGuarantee guarantee() {
    return guarantee;
  }
}
