package org.distill4j.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small runs for tests: 24 images of 4 × 4 pixels in 3 classes, each with its own bright row. */
public final class Samples {
  public static final String PLAIN =
      """
      data:
        train:
          idx: {images: DIR/images, labels: DIR/labels, flat: true}
        validation:
          idx: {images: DIR/images, labels: DIR/labels, flat: true}
      teacher:
        model: {mlp: [16, 12, 3]}
        training: {epochs: 3, batch-size: 8, optimizer: {adam: 0.02}}
      student:
        model: {mlp: [16, 4, 3]}
      training:
        epochs: 3
        batch-size: 10
        optimizer: {adam: 0.02}
        loss:
          distillation: {temperature: 4, alpha: 0.7}
      metrics: [accuracy, agreement, kl-to-teacher]
      backend: reference
      output: DIR/out
      """;

  private Samples() {}

  /** A run whose data lie in the folder. */
  public static String in(Path folder, String yaml) {
    int count = 24;
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    images.writeBytes(header(8 + 3, count, 4, 4));
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    labels.writeBytes(header(8 + 1, count));
    for (int i = 0; i < count; i++) {
      for (int pixel = 0; pixel < 16; pixel++) {
        images.write(pixel / 4 == i % 3 ? 200 + i : (i * 7 + pixel * 13) % 60);
      }
      labels.write(i % 3);
    }
    try {
      Files.write(folder.resolve("images"), images.toByteArray());
      Files.write(folder.resolve("labels"), labels.toByteArray());
      Files.writeString(folder.resolve("tokens.jsonl"), tokens(count));
    } catch (IOException error) {
      throw new UncheckedIOException("The sample cannot be written", error);
    }
    return yaml.replace("DIR", folder.toString());
  }

  /** Sequences of 1 to 12 tokens, each with the class that its id has modulo 3. */
  private static String tokens(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      List<Integer> ids = new ArrayList<>();
      for (int token = 0; token <= i % 12; token++) {
        ids.add(1 + (i * 5 + token * 7) % 9);
      }
      List<Integer> tags = ids.stream().map(id -> id % 3).toList();
      lines.append("{\"input_ids\": " + ids + ", \"tags\": " + tags + "}\n");
    }
    return lines.toString();
  }

  private static byte[] header(int magic, int... dims) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length);
    bytes.putInt(0x0800 + magic - 8);
    for (int dim : dims) {
      bytes.putInt(dim);
    }
    return bytes.array();
  }
}
