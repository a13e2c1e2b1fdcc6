package org.distill4j.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.distill4j.core.weights.Fingerprints;
import scala.Tuple2;

/**
 * A teacher's outputs on disk: Parquet files, and a manifest that says which teacher and which data
 * they are of and holds each file's SHA-256. Opening it compares the files with the manifest, and
 * reading the rows checks the checksums of Parquet's pages, which Spark leaves out by default.
 */
public final class TeacherCache {
  private static final String ROWS = "rows";
  private static final String MANIFEST = "manifest.json";
  private static final String VERIFY = "parquet.page.verify-checksum.enabled";

  private final SparkSession spark;
  private final String folder;
  private final CacheManifest manifest;

  private TeacherCache(SparkSession spark, String folder, CacheManifest manifest) {
    this.spark = spark;
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Writes rows with a teacher's outputs. They are computed once, and read again for the checks.
   *
   * @param taught what a {@link TeacherTransformer} gave, with a column "id"
   * @param folder a folder that does not exist, on any file system of Hadoop
   * @return the cache
   * @throws IllegalArgumentException under the conditions of {@link #write(Dataset, String,
   *     String)}
   */
  public static TeacherCache write(Dataset<Row> taught, String folder) {
    return write(taught, folder, "id");
  }

  /**
   * Writes rows with a teacher's outputs. They are computed once, and read again for the checks.
   *
   * @param taught what a {@link TeacherTransformer} gave
   * @param folder a folder that does not exist, on any file system of Hadoop
   * @param idCol the column of the ids
   * @return the cache
   * @throws IllegalArgumentException if no column is of a teacher, an id is null or there twice, or
   *     the folder exists; what was written is deleted then
   * @throws UncheckedIOException if it cannot be written
   */
  public static TeacherCache write(Dataset<Row> taught, String folder, String idCol) {
    SparkSession spark = taught.sparkSession();
    Schemas.requireIds(taught.schema(), idCol);
    String teacher = teacher(taught.schema());
    Path target = new Path(folder);
    try {
      FileSystem system = target.getFileSystem(hadoop(spark));
      if (system.exists(target)) {
        throw new IllegalArgumentException(
            "The folder "
                + folder
                + " exists, expected a new one.\n"
                + "Maybe open the cache that is there, or delete it.");
      }
      try {
        return write(taught, folder, idCol, teacher);
      } catch (RuntimeException | IOException refused) {
        system.delete(target, true);
        throw refused;
      }
    } catch (IOException error) {
      throw failed("written", folder, error);
    }
  }

  private static TeacherCache write(
      Dataset<Row> taught, String folder, String idCol, String teacher) throws IOException {
    SparkSession spark = taught.sparkSession();
    TaskErrors.unwrap(
        () -> {
          taught.write().parquet(new Path(folder, ROWS).toString());
          return folder;
        });
    Dataset<Row> written = read(spark, folder);
    Row counts = counts(written, idCol);
    requireIds(idCol, counts.getLong(0), counts.getLong(1), counts.getLong(2));
    CacheManifest manifest =
        new CacheManifest(
            teacher, dataFingerprint(written), idCol, counts.getLong(0), digests(spark, folder));
    new HadoopRoundFiles(folder, hadoop(spark))
        .write(MANIFEST, out -> out.write(manifest.encode()));
    return new TeacherCache(spark, folder, manifest);
  }

  private static Row counts(Dataset<Row> rows, String idCol) {
    Column id = functions.col(idCol);
    return rows.agg(
            functions.count(functions.lit(1)), functions.count(id), functions.countDistinct(id))
        .first();
  }

  private static void requireIds(String idCol, long rows, long ids, long distinct) {
    if (ids < rows || distinct < ids) {
      throw new IllegalArgumentException(
          "Of "
              + rows
              + " rows, "
              + (rows - ids)
              + " have no "
              + idCol
              + " and "
              + (ids - distinct)
              + " have one that another row has, expected an id of its own for each.\n"
              + "Maybe a join left rows without a partner or doubled some.");
    }
  }

  private static String teacher(StructType schema) {
    List<String> found =
        Arrays.stream(schema.fields())
            .filter(field -> field.metadata().contains(Schemas.TEACHER))
            .map(field -> field.metadata().getString(Schemas.TEACHER))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "The columns "
              + Arrays.toString(schema.fieldNames())
              + " hold the outputs of "
              + found.size()
              + " teachers, expected one.\nMaybe a TeacherTransformer is missing before, or select"
              + " the columns of one; a cast or an expression loses whose a column is.");
    }
    return found.get(0);
  }

  /**
   * Returns the fingerprint of the examples of rows: of all columns that are not a teacher's,
   * whatever the order of the rows.
   *
   * @param rows rows with or without a teacher's outputs
   * @return a text that changes when a value does, but for one in 2⁶⁴ cases
   */
  public static String dataFingerprint(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.schema().fields())
            .filter(field -> !field.metadata().contains(Schemas.TEACHER))
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .map(field -> functions.col("`" + field.name() + "`"))
            .toArray(Column[]::new);
    Row sum =
        rows.agg(
                functions.count(functions.lit(1)),
                functions.sum(functions.xxhash64(columns).cast("decimal(38,0)")))
            .first();
    return Fingerprints.compute(Arrays.toString(columns) + sum.getLong(0) + sum.get(1));
  }

  /**
   * Opens a cache and compares its files with the manifest, on the executors.
   *
   * @param spark the session
   * @param folder the folder
   * @return the cache
   * @throws IllegalArgumentException if it is no whole cache, or a file is not as it was written
   * @throws UncheckedIOException if it cannot be read
   */
  public static TeacherCache open(SparkSession spark, String folder) {
    HadoopRoundFiles files = new HadoopRoundFiles(folder, hadoop(spark));
    CacheManifest manifest;
    try (InputStream in = files.read(MANIFEST)) {
      manifest = CacheManifest.decode(files.location(MANIFEST), in.readAllBytes());
    } catch (FileNotFoundException absent) {
      throw new IllegalArgumentException(
          "There is no manifest in "
              + folder
              + ", expected a cache of a teacher's outputs.\n"
              + "Maybe the path is misspelt, or writing it was not finished; then write it again.",
          absent);
    } catch (IOException error) {
      throw failed("read", folder, error);
    }
    requireFiles(folder, manifest.files(), digests(spark, folder));
    return new TeacherCache(spark, folder, manifest);
  }

  private static void requireFiles(
      String folder, Map<String, String> wanted, Map<String, String> found) {
    wanted.forEach(
        (name, digest) -> {
          String now = found.getOrDefault(name, "none, as it is missing");
          if (!now.equals(digest)) {
            throw new IllegalArgumentException(
                "The file "
                    + name
                    + " of the cache "
                    + folder
                    + " has the SHA-256 "
                    + now
                    + ", expected "
                    + digest
                    + ".\nMaybe it was damaged or replaced; write the cache again.");
          }
        });
    if (found.size() > wanted.size()) {
      throw new IllegalArgumentException(
          "The cache "
              + folder
              + " has "
              + found.size()
              + " files, expected "
              + wanted.size()
              + " as in its manifest.\nMaybe something else was written into its folder.");
    }
  }

  /** Returns the SHA-256 of each file of rows, computed where tasks run. */
  private static Map<String, String> digests(SparkSession spark, String folder) {
    Path rows = new Path(folder, ROWS);
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : rows.getFileSystem(hadoop(spark)).listStatus(rows)) {
        if (status.getPath().getName().endsWith(".parquet")) {
          names.add(status.getPath().getName());
        }
      }
    } catch (IOException error) {
      throw failed("read", folder, error);
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(hadoop(spark));
    String parent = rows.toString();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Map<String, String> all = new TreeMap<>();
    TaskErrors.unwrap(
            () ->
                context
                    .parallelize(names, Math.max(1, names.size()))
                    .mapToPair(name -> new Tuple2<>(name, digest(new Path(parent, name), hadoop)))
                    .collect())
        .forEach(pair -> all.put(pair._1(), pair._2()));
    return all;
  }

  private static String digest(Path file, SerializableConfiguration hadoop) throws IOException {
    MessageDigest digest = Fingerprints.sha256();
    try (InputStream in = file.getFileSystem(hadoop.value()).open(file)) {
      byte[] piece = new byte[1 << 16];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        digest.update(piece, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  private static Dataset<Row> read(SparkSession spark, String folder) {
    return spark.read().option(VERIFY, "true").parquet(new Path(folder, ROWS).toString());
  }

  private static UncheckedIOException failed(String what, String folder, IOException error) {
    return new UncheckedIOException(
        "The cache "
            + folder
            + " could not be "
            + what
            + ": "
            + error
            + ".\nMaybe the folder is not yours, or the disk is full.",
        error);
  }

  /**
   * Refuses a cache of another teacher.
   *
   * @param teacher the teacher whose outputs are wanted
   * @return this
   * @throws IllegalArgumentException if it computes something else or has other weights
   */
  public TeacherCache requireTeacher(TeacherTransformer teacher) {
    require("teacher", manifest.teacher(), teacher.fingerprint());
    return this;
  }

  /**
   * Refuses a cache of other data. The rows are read once.
   *
   * @param rows the rows that the teacher is to have seen
   * @return this
   * @throws IllegalArgumentException if they are others, or have other columns
   */
  public TeacherCache requireData(Dataset<Row> rows) {
    require("data", manifest.data(), dataFingerprint(rows));
    return this;
  }

  private void require(String what, String written, String wanted) {
    if (!written.equals(wanted)) {
      throw new IllegalArgumentException(
          "The cache "
              + folder
              + " is of "
              + what
              + " with the fingerprint "
              + written
              + ", expected "
              + wanted
              + ".\nMaybe it was written before the "
              + what
              + " changed; write it again.");
    }
  }

  /** {@return the number of rows} */
  public long count() {
    return manifest.rows();
  }

  /**
   * The rows as they were written. A damaged page is found when it is read.
   *
   * @return the rows
   */
  public Dataset<Row> rows() {
    return read(spark, folder);
  }
}
