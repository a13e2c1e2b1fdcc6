package org.distill4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;

/**
 * Weights of an interrupted and of a whole training. The reference backend computes in float64 and
 * a checkpoint keeps float32, so there the last digits differ; an engine's do not.
 */
public final class SameWeights {
  private static final Offset<Float> ROUNDING = within(1e-6f);

  private SameWeights() {}

  /** Compares the weights in two files. */
  public static void require(Path file, Path other) {
    Weights expected = WeightsFile.read(other);
    Weights found = WeightsFile.read(file);
    assertThat(found.names()).isEqualTo(expected.names());
    found
        .asMap()
        .forEach(
            (name, array) -> {
              FloatBuffer values = array.floats();
              FloatBuffer wanted =
                  Objects.requireNonNull(expected.asMap().get(name), name).floats();
              for (int i = 0; i < values.limit(); i++) {
                assertThat(values.get(i)).as(name).isCloseTo(wanted.get(i), ROUNDING);
              }
            });
  }
}
