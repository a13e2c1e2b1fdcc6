package org.distill4j.student;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.binary.ByteReader;
import org.distill4j.binary.ByteWriter;
import org.distill4j.ir.FreeProgram;
import org.distill4j.tensor.TensorSpec;

/**
 * What a student file says besides program and weights.
 *
 * @param inputs the names of the inputs, in the order of the program's feeds
 * @param answer what the outputs mean
 * @param classes the names of the classes
 * @param encoding how inputs are made
 * @param files the names of other files
 * @param notes what the writer kept with it
 */
record DescriptionFormat(
    List<String> inputs,
    Answer answer,
    List<String> classes,
    Optional<InputEncoding> encoding,
    List<String> files,
    Map<String, String> notes) {
  private static final String MAGIC = "distill4j student";
  private static final int VERSION = 1;
  private static final int NO_ENCODING = 0;
  private static final int PIXELS = 1;
  private static final int COLUMNS = 2;
  private static final int WORD_PIECES = 3;
  private static final int SCALED = 1;
  private static final int ONE_OF = 2;

  static void write(StudentContent content, ByteWriter out) {
    out.bytes(StandardCharsets.UTF_8.encode(MAGIC));
    out.count(VERSION);
    texts(content.inputs().keySet(), out);
    out.text(content.answer().name());
    texts(content.classes(), out);
    content.encoding().ifPresentOrElse(each -> write(each, out), () -> out.count(NO_ENCODING));
    texts(content.files().keySet(), out);
    texts(content.notes().keySet(), out);
    texts(content.notes().values(), out);
  }

  private static void texts(Collection<String> texts, ByteWriter out) {
    out.count(texts.size());
    texts.forEach(out::text);
  }

  private static void write(InputEncoding encoding, ByteWriter out) {
    if (encoding instanceof PixelEncoding pixels) {
      out.count(PIXELS);
      out.number(pixels.mean());
      out.number(pixels.deviation());
    } else if (encoding instanceof ColumnsEncoding columns) {
      out.count(COLUMNS);
      out.count(columns.columns().size());
      columns.columns().forEach(column -> write(column, out));
    } else if (encoding instanceof WordPieceEncoding texts) {
      out.count(WORD_PIECES);
      WordPieceFormat.write(texts, out);
    }
  }

  private static void write(Column column, ByteWriter out) {
    if (column instanceof Column.Scaled scaled) {
      out.count(SCALED);
      out.text(scaled.name());
      out.number(scaled.mean());
      out.number(scaled.deviation());
      out.text(scaled.missing().name());
    } else if (column instanceof Column.OneOf categories) {
      out.count(ONE_OF);
      out.text(categories.name());
      texts(categories.names(), out);
    }
  }

  static DescriptionFormat read(ByteReader in) {
    in.requireFormat(MAGIC, VERSION);
    List<String> inputs = texts(in);
    Answer answer = in.constant(Answer.class);
    List<String> classes = texts(in);
    Optional<InputEncoding> encoding = encoding(in);
    List<String> files = texts(in);
    List<String> keys = texts(in);
    List<String> values = texts(in);
    in.requireEnd();
    if (keys.size() != values.size()) {
      throw in.refuse(keys.size() + " notes have " + values.size() + " texts", "one each");
    }
    Map<String, String> notes = new LinkedHashMap<>();
    keys.forEach(key -> notes.put(key, values.get(notes.size())));
    return new DescriptionFormat(inputs, answer, classes, encoding, files, notes);
  }

  private static List<String> texts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    int count = in.count(1);
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  private static Optional<InputEncoding> encoding(ByteReader in) {
    int kind = in.count();
    try {
      return switch (kind) {
        case NO_ENCODING -> Optional.empty();
        case PIXELS -> Optional.of(new PixelEncoding(in.number(), in.number()));
        case COLUMNS -> Optional.of(columns(in));
        case WORD_PIECES -> Optional.of(WordPieceFormat.read(in));
        default -> throw in.refuse("inputs are made in the way " + kind, "one from 0 to 3");
      };
    } catch (IllegalArgumentException misfit) {
      throw in.refuse("how inputs are made", misfit);
    }
  }

  private static ColumnsEncoding columns(ByteReader in) {
    List<Column> columns = new ArrayList<>();
    int count = in.count(3);
    for (int i = 0; i < count; i++) {
      columns.add(column(in));
    }
    return new ColumnsEncoding(columns);
  }

  private static Column column(ByteReader in) {
    int kind = in.count();
    String name = in.text();
    return switch (kind) {
      case SCALED ->
          new Column.Scaled(name, in.number(), in.number(), in.constant(Column.Missing.class));
      case ONE_OF -> new Column.OneOf(name, texts(in));
      default -> throw in.refuse("there is a column of the kind " + kind, "1 or 2");
    };
  }

  StudentContent content(
      FreeProgram program, Map<String, StoredArray> weights, Map<String, byte[]> others) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    for (TensorSpec feed : program.feeds()) {
      String name = specs.size() < inputs.size() ? inputs.get(specs.size()) : "";
      specs.put(name, feed.withoutBatch());
    }
    return new StudentContent(specs, program, weights, answer, classes, encoding, others, notes);
  }
}
