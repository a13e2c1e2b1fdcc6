package org.distill4j.examples.fashion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The study from deep to shallow")
class FashionStudyTest {
  @Test
  @DisplayName("measures the teacher once, and each way of training a shallow network")
  void run() {
    Mnist digits = SmallStudies.fewDigits();
    FashionMnist few = new FashionMnist(digits.train(), digits.test(), digits.test());

    StudyResults trials = SmallStudies.on(bench -> new FashionStudy(16, 6, 1).run(bench, few, 0));

    assertThat(trials.values(FashionStudy.TEACHER, FashionStudy.ACCURACY)).hasSize(1);
    assertThat(trials.values(FashionStudy.SOFT, FashionStudy.ACCURACY)).hasSize(1);
    assertThat(trials.values(FashionStudy.SOFT_MIRRORED, FashionStudy.ACCURACY)).hasSize(1);
    for (String arm : List.of(FashionStudy.ALONE, FashionStudy.ALONE_MIRRORED)) {
      assertThat(trials.values(arm, FashionStudy.ACCURACY).get(0)).as(arm).isGreaterThan(0.3);
    }
  }

  @Test
  @DisplayName("reads the files, and holds some pictures out")
  void files(@TempDir Path folder) throws IOException {
    for (String part : List.of("train", "t10k")) {
      Files.write(
          folder.resolve(part + "-images-idx3-ubyte"),
          ByteBuffer.allocate(16 + 4 * 784)
              .putInt(0x803)
              .putInt(4)
              .putInt(28)
              .putInt(28)
              .put(784, (byte) 255)
              .array());
      Files.write(
          folder.resolve(part + "-labels-idx1-ubyte"),
          ByteBuffer.allocate(8 + 4).putInt(0x801).putInt(4).put(new byte[] {1, 2, 3, 4}).array());
    }

    FashionMnist clothes = FashionMnist.from(folder);

    assertThat(clothes.learn().size()).isEqualTo(2);
    assertThat(clothes.heldOut().batch(0).labels(Batch.LABELS).toIntArray()).containsExactly(3);
    assertThat(clothes.test().size()).isEqualTo(4);
    float[] pixels = clothes.learn().batch(0).input().toFloatArray();
    assertThat(pixels[784 - 16]).isEqualTo(1);
    assertThat(pixels[0]).isZero();
  }
}
