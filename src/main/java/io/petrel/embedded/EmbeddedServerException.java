package io.petrel.embedded;

/** An embedded server did not start, or stopped. The message is for people and says what to do. */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
