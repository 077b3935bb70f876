package io.petrel.config;

/** A password or key; no text made of it shows it. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "****";
  }
}
