package io.petrel.alert;

/** What the message does (CAP 1.2, 3.2.1). */
public enum MsgType implements CapCode {
  ALERT("Alert"),
  UPDATE("Update"),
  CANCEL("Cancel"),
  ACK("Ack"),
  ERROR("Error");

  private final String code;

  MsgType(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
