package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** The formats of state that walk the tables of fields. */
class StateFormatsTest {
  private static final int FIRST_MASK = 8 + 8 + 4 + 1;

  @Test
  void observationsAndAlertsComeBackAsTheyWere() {
    RandomValues.forAll(
        200,
        random -> {
          RandomValues values = new RandomValues(random);
          Observation observation = values.observation();
          Observation back =
              read(ObservationCodec.INSTANCE, bytes(ObservationCodec.INSTANCE, observation));
          assertThat(back).isEqualTo(observation);
          assertThat(back.receivedAtMillis()).isEqualTo(observation.receivedAtMillis());
          Alert alert = values.alert();
          byte[] bytes = bytes(AlertCodec.INSTANCE, alert);
          assertThat(read(AlertCodec.INSTANCE, bytes)).isEqualTo(alert);
          assertThat(bytes(AlertCodec.INSTANCE, alert)).isEqualTo(bytes);
        });
  }

  @Test
  void aFieldOfALaterReleaseIsRefused() {
    byte[] text = bytes(ObservationCodec.INSTANCE, Observation.at("s", 0).build());
    text[FIRST_MASK] |= 0x40;
    assertThatThrownBy(() -> read(ObservationCodec.INSTANCE, text))
        .hasMessageContaining("a field that this release does not know");

    byte[] alert =
        bytes(AlertCodec.INSTANCE, new RandomValues(new java.util.SplittableRandom(1)).alert());
    alert[0]++;
    assertThatThrownBy(() -> read(AlertCodec.INSTANCE, alert))
        .hasMessageContaining("a later release wrote it");
  }

  private static <T> byte[] bytes(Codec<T> codec, T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      codec.write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(Codec<T> codec, byte[] bytes) {
    try {
      return codec.read(codec.version(), new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
