package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PetrelCommandTest {
  @Test
  void anUnknownCommandNamesTheNearOne() {
    CommandRun run = CommandRun.of("alrets");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("petrel: 'alrets' is not a command; did you mean 'alerts'?; known are ")
        .endsWith("Try 'petrel --help'.\n");
  }
}
