package io.petrel.wire;

import io.petrel.alert.Alert;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Kafka headers of an alert: CloudEvents 1.0, binary content mode. {@code severity}, {@code
 * msgtype}, {@code responsetype} and {@code rule} are extension attributes, so that a subscriber
 * can select records without decoding them.
 */
public final class AlertHeaders {
  /** The {@code ce_type} of all alerts. */
  public static final String TYPE = "io.petrel.alert";

  private AlertHeaders() {}

  /**
   * Names and values in a fixed order.
   *
   * @param schemaFingerprint {@code AlertAvro.fingerprint()}
   */
  public static Map<String, String> of(Alert alert, String schemaFingerprint) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", alert.identifier());
    headers.put("ce_source", source(alert.sender()));
    headers.put("ce_type", TYPE);
    headers.put("ce_time", Instant.ofEpochMilli(alert.sentMillis()).toString());
    headers.put("ce_subject", alert.incidentId());
    headers.put("ce_dataschema", "urn:petrel:schema:alert:crc-64-avro:" + schemaFingerprint);
    headers.put("content-type", "application/avro");
    headers.put("ce_severity", alert.message().severity().code());
    headers.put("ce_msgtype", alert.msgType().code());
    headers.put("ce_responsetype", alert.responseType().code());
    headers.put("ce_rule", alert.rule());
    return headers;
  }

  /** CloudEvents requires a URI reference; a CAP sender is any text without spaces. */
  private static String source(String sender) {
    try {
      return new URI(null, null, "/petrel/" + sender, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "sender '%s' cannot be part of a URI".formatted(sender), e);
    }
  }
}
