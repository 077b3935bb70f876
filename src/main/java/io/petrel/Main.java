package io.petrel;

/** The command {@code petrel}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("petrel: the command line is not here yet");
    System.exit(2);
  }
}
