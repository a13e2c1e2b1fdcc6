package org.distill4j.core.data;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** The header of a NumPy array file, read as strictly as NumPy writes it. */
record NpyHeader(NpyType type, Order order, Shape shape) {
  /** The order of the values in the file. */
  enum Order {
    /** The last axis varies fastest. */
    ROWS,
    /** The first axis varies fastest, as in Fortran. */
    COLUMNS
  }

  private static final long MAX_VALUES = 1L << 40;
  private static final Pattern FORM =
      Pattern.compile(
          "\\{'descr': '([^']{1,16})', 'fortran_order': (True|False),"
              + " 'shape': \\(((?:\\d{1,10}(?:, \\d{1,10}){0,31})?,?)\\),? ?\\}\\s*");

  static NpyHeader parse(NpyReader.Refusal refusal, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refusal.of(
          "has the header \"" + ShortText.shorten(text.strip()) + "\"",
          "one of numbers, as NumPy writes it",
          "it is a table of named fields; save array['name'] for each");
    }
    return new NpyHeader(
        NpyType.parse(refusal, matcher.group(1)),
        matcher.group(2).equals("True") ? Order.COLUMNS : Order.ROWS,
        shape(refusal, matcher.group(3)));
  }

  /** Returns the same header with another number of rows. */
  NpyHeader withRows(int rows) {
    return new NpyHeader(type, order, shape.with(0, rows));
  }

  /** The length of the values. */
  long bytes() {
    return shape.size() * type.bytes();
  }

  /** Returns whether the values in the file have the order of a tensor. */
  boolean isTensor() {
    return order == Order.ROWS
        && type.bytes() == Integer.BYTES
        && type.kind() != NpyType.Kind.UNSIGNED
        && type.order() == ByteOrder.LITTLE_ENDIAN;
  }

  TensorSpec tensor() {
    return new TensorSpec(type.kind() == NpyType.Kind.FLOAT ? DType.FLOAT32 : DType.INT32, shape);
  }

  private static Shape shape(NpyReader.Refusal refusal, String text) {
    long[] dims =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(dim -> !dim.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    long size = 1;
    for (long dim : dims) {
      if (dim < 1) {
        throw refusal.of("has the shape (" + text + ")", "lengths of at least 1", "it is empty");
      }
      boolean fits = dim <= Integer.MAX_VALUE && size <= MAX_VALUES / dim;
      size = fits ? size * dim : Long.MAX_VALUE;
    }
    if (size > MAX_VALUES) {
      throw refusal.of(
          "has the shape (" + text + ")",
          "at most " + MAX_VALUES + " values",
          "save it in several files");
    }
    return Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
  }
}
