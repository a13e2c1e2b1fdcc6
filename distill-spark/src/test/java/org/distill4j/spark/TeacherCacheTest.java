package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.distill4j.core.rounds.Recipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A cache of a teacher's outputs")
class TeacherCacheTest {
  private static SparkSession spark;
  private static Dataset<Row> taught;

  @TempDir private Path folder = Path.of("");
  private String path;

  @BeforeAll
  static void open() {
    spark = SparkSessions.local();
    taught = SparkRows.taught(spark).repartition(3).cache();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @BeforeEach
  void name() {
    path = folder.resolve("cache").toString();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(path, "rows"))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /** Flips a bit of the values, behind the first bytes and before the footer. */
  private static void flip(Path file, long seed) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[4 + new Random(seed).nextInt(bytes.length / 4)] ^= 1;
    Files.write(file, bytes);
    // The checksum that Hadoop keeps beside files of a local disk, which other file systems lack.
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  @Test
  @DisplayName("gives the rows again, and knows its teacher and its data")
  void again() {
    TeacherCache.write(taught, path);
    TeacherCache cache =
        TeacherCache.open(spark, path)
            .requireTeacher(SparkRows.teacher())
            .requireData(SparkRows.plain(spark).repartition(5));
    assertThat(cache.count()).isEqualTo(SparkRows.COUNT);
    assertThat(cache.rows().orderBy("id").collectAsList())
        .isEqualTo(taught.orderBy("id").collectAsList());
    assertThat(cache.rows().schema().apply("teacher_logits").metadata())
        .isEqualTo(taught.schema().apply("teacher_logits").metadata());
  }

  @Test
  @DisplayName("is refused for another teacher or other data")
  void another() {
    TeacherCache cache = TeacherCache.write(taught, path);
    TeacherTransformer other =
        new TeacherTransformer(Recipe.of(new SmallTeacher(8)), SmallTeacher.weights(8, 2));
    assertThatThrownBy(() -> cache.requireTeacher(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of teacher with the fingerprint ")
        .hasMessageContaining(", expected " + other.fingerprint())
        .hasMessageEndingWith("Maybe it was written before the teacher changed; write it again.");
    Dataset<Row> changed =
        SparkRows.plain(spark)
            .withColumn("label", functions.expr("if(id = 5, cast(2 as double), label)"));
    assertThatThrownBy(() -> cache.requireData(changed))
        .hasMessageContaining("is of data with the fingerprint ");
  }

  @Test
  @DisplayName("with a flipped bit is refused when it is opened")
  void flippedBefore() throws IOException {
    TeacherCache.write(taught, path);
    Path file = files().get(1);
    flip(file, 1);
    assertThatThrownBy(() -> TeacherCache.open(spark, path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The file " + file.getFileName() + " of the cache " + path)
        .hasMessageContaining("has the SHA-256 ")
        .hasMessageEndingWith("Maybe it was damaged or replaced; write the cache again.");
  }

  @Test
  @DisplayName("with a bit that is flipped after that is refused when it is read")
  void flippedAfter() throws IOException {
    TeacherCache cache = TeacherCache.write(taught, path);
    byte[] valid = Files.readAllBytes(files().get(0));
    for (int seed = 0; seed < 4; seed++) {
      flip(files().get(0), seed);
      assertThatThrownBy(() -> cache.rows().collectAsList())
          .as("seed " + seed)
          .hasStackTraceContaining("arquet");
      Files.write(files().get(0), valid);
    }
    assertThat(cache.rows().count()).isEqualTo(SparkRows.COUNT);
  }

  @Test
  @DisplayName("lacks no file, and has no others")
  void whole() throws IOException {
    TeacherCache.write(taught, path);
    Path first = files().get(0);
    Files.copy(first, first.resolveSibling("more.parquet"));
    assertThatThrownBy(() -> TeacherCache.open(spark, path))
        .hasMessageContaining("has 4 files, expected 3 as in its manifest.");
    Files.delete(first.resolveSibling("more.parquet"));
    Files.delete(first);
    assertThatThrownBy(() -> TeacherCache.open(spark, path))
        .hasMessageContaining("has the SHA-256 none, as it is missing");
  }

  @Test
  @DisplayName("that was not finished is no cache")
  void unfinished() throws IOException {
    TeacherCache.write(taught, path);
    Path manifest = Path.of(path, "manifest.json");
    Files.write(manifest, new byte[] {'{'});
    Files.delete(manifest.resolveSibling(".manifest.json.crc"));
    assertThatThrownBy(() -> TeacherCache.open(spark, path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a manifest of a teacher's outputs");
    Files.delete(manifest);
    assertThatThrownBy(() -> TeacherCache.open(spark, path))
        .hasMessageContaining("There is no manifest in " + path);
  }

  @Test
  @DisplayName("is not written of rows without ids of their own, and leaves nothing then")
  void ids() {
    assertThatThrownBy(() -> TeacherCache.write(taught.union(taught.filter("id < 3")), path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Of 93 rows, 0 have no id and 3 have one that another row has, expected an id of its"
                + " own for each.");
    assertThat(Path.of(path)).doesNotExist();
    Dataset<Row> some = taught.withColumn("id", functions.expr("if(id < 2, null, id)"));
    assertThatThrownBy(() -> TeacherCache.write(some, path))
        .hasMessageStartingWith("Of 90 rows, 2 have no id and 0 have one");
  }

  @Test
  @DisplayName("is not written of rows without a teacher, nor over what is there")
  void refused() {
    assertThatThrownBy(() -> TeacherCache.write(SparkRows.plain(spark), path))
        .hasMessageContaining("hold the outputs of 0 teachers, expected one.");
    TeacherCache.write(taught, path);
    assertThatThrownBy(() -> TeacherCache.write(taught, path))
        .hasMessageContaining("The folder " + path + " exists, expected a new one.");
  }
}
