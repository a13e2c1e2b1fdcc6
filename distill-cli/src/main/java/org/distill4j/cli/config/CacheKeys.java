package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.PATH;

import java.nio.file.Path;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ValueType;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.Encoding;
import org.distill4j.model.Outputs;

/** How the outputs of a teacher are kept in a file. */
public final class CacheKeys {
  private CacheKeys() {}

  private static final Key<Path> FILE =
      free("file", PATH, "where; teacher.cache in the output folder if left out");
  private static final Key<Encoding> ENCODING =
      Key.of("encoding", KindGroups.ENCODINGS, "float32", "how outputs are cached");
  private static final Key<Encoding> LOGITS =
      free("logits", KindGroups.ENCODINGS, "how the logits are cached, if otherwise");
  private static final Key<Integer> BATCH_SIZE =
      free(
          "batch-size",
          INTEGER,
          "examples that the teacher is asked about at once; what 256 MiB hold if left out, and at"
              + " most 512");

  private static final Expression<CacheOptions> PLAIN = call(CacheOptions::of, ENCODING);
  private static final Expression<CacheOptions> OPTIONS =
      given(
              LOGITS,
              call(CacheOptions::withOutput, PLAIN, Expression.text(Outputs.LOGITS), LOGITS),
              PLAIN)
          .with(CacheOptions::withBatchSize, BATCH_SIZE);

  static final Section SECTION = Section.of("teacher.cache", FILE, ENCODING, LOGITS, BATCH_SIZE);

  /** Adds the encodings. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.ENCODINGS,
        Kind.of("float32", "Exactly, 4 bytes for each value", call(Encoding::float32)),
        Kind.of("float16", "In half precision, 2 bytes", call(Encoding::float16)),
        Kind.of(
            "top-k",
            "The k largest logits, and what the other classes weigh together",
            call(
                Encoding::topK,
                required("k", INTEGER, "how many logits"),
                Key.of(
                    "temperature",
                    NUMBER,
                    1,
                    "at which it is exact: the temperature of the loss"))));
  }

  /** The section whose values are checked when it is read. */
  static final ValueType<KeyValues> CHECKED =
      ValueTypes.checked(SECTION, values -> options(values).value());

  /**
   * Returns the file of the cache.
   *
   * @param output the run's folder
   * @param section what the configuration says of the cache
   * @return the path as an expression
   */
  public static Expression<Path> file(Path output, KeyValues section) {
    return section.find(FILE).orElseGet(() -> Expression.path(output.resolve("teacher.cache")));
  }

  /**
   * Returns how the cache is filled.
   *
   * @param section what the configuration says of the cache
   * @return the options as an expression
   */
  public static Expression<CacheOptions> options(KeyValues section) {
    return OPTIONS.in(section);
  }
}
