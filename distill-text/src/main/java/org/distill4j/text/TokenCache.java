package org.distill4j.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.file.StagedFile;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A file of token ids: a mark, a key of 64 digits, the SHA-256 of what follows, and then the number
 * of examples, their lengths, ids, types and labels. Numbers are big-endian.
 */
final class TokenCache {
  private static final byte[] MARK = "distill4j tokens 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NONE = 0;
  private static final int CLASSES = 1;
  private static final int NUMBERS = 2;
  private static final int HASH = 64;
  private static final int HEAD = MARK.length + 2 * HASH;

  private TokenCache() {}

  /** Returns the content of a file; empty if it is absent, has another key or is damaged. */
  static Optional<TokenTable> read(Path file, String key) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (!text(bytes, 0, MARK.length).equals(new String(MARK, StandardCharsets.US_ASCII))) {
      throw new IllegalArgumentException(
          file
              + " was to hold token ids, expected a file that distill4j wrote, or none.\n"
              + "Maybe it is another file; give the cache a path of its own.");
    }
    boolean own = text(bytes, MARK.length, HASH).equals(key);
    ByteBuffer body = bytes.position(Math.min(HEAD, bytes.limit())).slice();
    boolean whole = text(bytes, MARK.length + HASH, HASH).equals(Fingerprints.compute(body));
    return own && whole ? Optional.of(decode(body)) : Optional.empty();
  }

  private static String text(ByteBuffer bytes, int from, int length) {
    int end = Math.min(bytes.limit(), from + length);
    byte[] part = new byte[end - Math.min(from, end)];
    bytes.get(Math.min(from, end), part);
    return new String(part, StandardCharsets.US_ASCII);
  }

  static void write(Path file, String key, TokenTable table) throws IOException {
    ByteBuffer body = encode(table);
    ByteBuffer all = ByteBuffer.allocate(HEAD + body.limit());
    all.put(MARK);
    all.put(key.getBytes(StandardCharsets.US_ASCII));
    all.put(Fingerprints.compute(body).getBytes(StandardCharsets.US_ASCII));
    all.put(body).flip();
    try (StagedFile staged = StagedFile.write(file, all)) {
      staged.publish();
    }
  }

  private static ByteBuffer encode(TokenTable table) throws IOException {
    long tokens = table.ids().stream().mapToLong(ids -> ids.length).sum();
    long values = table.labels().map(HostTensor::size).orElse(0);
    long size = Integer.BYTES * (3L + table.ids().size() + 2 * tokens + values);
    if (size > Integer.MAX_VALUE - HEAD) {
      throw new IOException("they take " + size + " bytes, expected at most 2 GiB");
    }
    ByteBuffer body = ByteBuffer.allocate((int) size);
    body.putInt(table.ids().size());
    table.ids().forEach(ids -> body.putInt(ids.length));
    table.ids().forEach(ids -> put(body, ids));
    table.types().forEach(types -> put(body, types));
    table.labels().ifPresentOrElse(labels -> put(body, labels), () -> put(body, NONE, 0));
    return body.flip();
  }

  private static void put(ByteBuffer body, int... values) {
    for (int value : values) {
      body.putInt(value);
    }
  }

  private static void put(ByteBuffer body, HostTensor labels) {
    int width = labels.shape().rank() == 1 ? 0 : labels.shape().dim(1);
    if (labels.type() == DType.INT32) {
      put(body, CLASSES, width);
      put(body, labels.toIntArray());
    } else {
      put(body, NUMBERS, width);
      for (float value : labels.toFloatArray()) {
        body.putFloat(value);
      }
    }
  }

  private static TokenTable decode(ByteBuffer body) {
    int[] lengths = ints(body, body.getInt());
    List<int[]> ids = new ArrayList<>();
    List<int[]> types = new ArrayList<>();
    for (int length : lengths) {
      ids.add(ints(body, length));
    }
    for (int length : lengths) {
      types.add(ints(body, length));
    }
    return new TokenTable(ids, types, labels(body, lengths.length));
  }

  private static Optional<HostTensor> labels(ByteBuffer body, int rows) {
    int kind = body.getInt();
    int width = body.getInt();
    Shape shape = width == 0 ? Shape.of(rows) : Shape.of(rows, width);
    if (kind == CLASSES) {
      return Optional.of(HostTensor.ofInts(shape, ints(body, rows)));
    }
    float[] numbers = new float[body.remaining() / Float.BYTES];
    body.asFloatBuffer().get(numbers);
    return kind == NUMBERS ? Optional.of(HostTensor.ofFloats(shape, numbers)) : Optional.empty();
  }

  /** Whoever writes the hash writes the lengths too, so they fit. */
  private static int[] ints(ByteBuffer body, int count) {
    int[] values = new int[count];
    body.asIntBuffer().get(values);
    body.position(body.position() + count * Integer.BYTES);
    return values;
  }
}
