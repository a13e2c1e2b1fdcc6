package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.Encoding;

/** How the outputs of a teacher are kept in a file. */
public final class CacheKeys {
  private CacheKeys() {}

  static final KindGroup ENCODINGS =
      KindGroup.of(
          "encoding",
          Kind.of("float32", "Exactly, 4 bytes for each value", Encoding.class, "float32"),
          Kind.of("float16", "In half precision, 2 bytes", Encoding.class, "float16"),
          Kind.of(
              "top-k",
              "The k largest logits, and what the other classes weigh together",
              Encoding.class,
              "topK",
              Key.required("k", ValueTypes.INTEGER, "how many logits"),
              Key.of(
                  "temperature",
                  ValueTypes.NUMBER,
                  1,
                  "at which it is exact: the temperature of the loss")));

  private static final Key FILE =
      Key.free("file", ValueTypes.PATH, "where; teacher.cache in the output folder if left out");
  private static final Key ENCODING =
      Key.of("encoding", ENCODINGS, "float32", "how outputs are kept");
  private static final Key LOGITS =
      Key.free("logits", ENCODINGS, "how the logits are kept, if otherwise");
  private static final Key BATCH_SIZE =
      Key.free(
          "batch-size",
          ValueTypes.INTEGER,
          "examples that the teacher is asked about at once; what 256 MiB hold if left out, and at"
              + " most 512");

  static final Section SECTION = Section.of("teacher.cache", FILE, ENCODING, LOGITS, BATCH_SIZE);

  /** The section whose values are looked at when it is read. */
  static final ValueType CHECKED =
      ValueTypes.checked(SECTION, values -> options((KeyValues) values).as(CacheOptions.class));

  /**
   * The file of the cache.
   *
   * @param output the run's folder
   * @param section what the configuration says of the cache
   * @return the path as an expression
   */
  public static JavaExpression file(Path output, KeyValues section) {
    return section.find(FILE).orElseGet(() -> ValueTypes.pathOf(output.resolve("teacher.cache")));
  }

  /**
   * How the cache is filled.
   *
   * @param section what the configuration says of the cache
   * @return the options as an expression
   */
  public static JavaExpression options(KeyValues section) {
    JavaExpression plain =
        JavaExpression.call(CacheOptions.class, "of", List.of(section.get(ENCODING)));
    JavaExpression named =
        section
            .find(LOGITS)
            .map(encoding -> plain.then("withOutput", JavaExpression.text("logits"), encoding))
            .orElse(plain);
    return section
        .find(BATCH_SIZE)
        .map(examples -> named.then("withBatchSize", examples))
        .orElse(named);
  }
}
