package org.distill4j.examples.trial;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.tensor.Shape;

/** Studies on few digits, on the backend that the build chose. */
public final class SmallStudies {
  private SmallStudies() {}

  /** What a study gives on few digits and one seed. */
  public static StudyResults run(Study<Mnist> study) {
    return on(bench -> study.run(bench, fewDigits(), 0));
  }

  public static <T> T on(Function<StudyEngine, T> work) {
    Console console =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Console.Mode.QUIET);
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      return work.apply(new StudyEngine(session, new SessionTrainer(session), console));
    }
  }

  /** The first digits of those that come along, all ten in proportion. */
  public static Mnist fewDigits() {
    Mnist all = Mnist.embedded();
    return new Mnist("few", few(all.train(), 400), few(all.test(), 100));
  }

  private static ImageDataset few(Dataset data, int count) {
    byte[] pixels = new byte[count * 784];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Batch one = data.batch(i);
      labels[i] = one.labels(Batch.LABELS).ints().get(0);
      float[] values = one.input().toFloatArray();
      for (int pixel = 0; pixel < 784; pixel++) {
        pixels[i * 784 + pixel] = (byte) Math.round((values[pixel] + 1) * 127.5f);
      }
    }
    return ImageDataset.of(
        Shape.of(1, 28, 28), pixels, Map.of(Batch.LABELS, labels), Normalization.centered());
  }
}
