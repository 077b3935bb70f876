package io.petrel.config;

/** A password or key; its toString() hides it. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "****";
  }
}
