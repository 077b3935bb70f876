package io.petrel.cli.terminal;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the artifact. */
public final class PetrelVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "petrel " + text(), "java " + System.getProperty("java.version"),
    };
  }

  /** Such as {@code 0.1.0}; {@code unpacked} when the classes run outside a jar. */
  public static String text() {
    String version = PetrelVersion.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }
}
