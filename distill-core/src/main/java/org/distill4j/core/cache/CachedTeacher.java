package org.distill4j.core.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.core.data.Padding;
import org.distill4j.data.Batch;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.program.BatchShape;
import org.distill4j.program.ShapeReader;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher whose outputs for a data set were computed once and are read afterwards, by the ids of
 * the examples, in any order and from any number of threads. It lies in front of any teacher and
 * keeps all its outputs, logits and features alike.
 *
 * <p>A cache is of one teacher and one data set, and serves views of that as well ({@link
 * DataView}): parts of it, without its labels, mixed or joined. Asked about other data, {@link
 * #forData} gives the teacher behind it. Data that change at random are refused.
 *
 * <p>The teacher is asked in the data set's order and in batches of one size ({@link
 * CacheOptions#batchSize}), so the cached values are the same each time, whatever the order, the
 * batch size and the epoch of the training that reads them. An engine may round a sum differently
 * in batches of another size; cached values may differ by that from those of a teacher who is asked
 * in training.
 *
 * <p>There is nothing to close: memory, and the mapping of a file, is freed by the garbage
 * collector.
 */
public final class CachedTeacher implements Teacher {
  private final Optional<Teacher> teacher;
  private final Dataset data;
  private final List<CachedOutput> outputs;
  private final CachedRows rows;
  private final Supplier<String> teacherFingerprint;

  private CachedTeacher(
      Optional<Teacher> teacher,
      Dataset data,
      List<CachedOutput> outputs,
      CachedRows rows,
      Supplier<String> teacherFingerprint) {
    this.teacher = teacher;
    this.data = data;
    this.outputs = outputs;
    this.rows = rows;
    this.teacherFingerprint = teacherFingerprint;
  }

  /**
   * A cache in memory, exact and filled at once.
   *
   * @param teacher who is asked
   * @param data the examples
   * @return the cache
   * @throws IllegalArgumentException under the conditions of {@link #inMemory(Teacher, Dataset,
   *     CacheOptions)}
   */
  public static CachedTeacher inMemory(Teacher teacher, Dataset data) {
    return inMemory(teacher, data, CacheOptions.of(Encoding.float32()));
  }

  /**
   * A cache in memory, on the Java heap, filled at once. It takes at most half of the heap.
   *
   * @param teacher who is asked
   * @param data the examples
   * @param options how outputs are cached
   * @return the cache
   * @throws IllegalArgumentException if the data change at random, an output cannot be cached in
   *     the wanted encoding, one id stands for several examples, or the outputs need more than half
   *     of the heap
   */
  public static CachedTeacher inMemory(Teacher teacher, Dataset data, CacheOptions options) {
    List<CachedOutput> outputs = CachedOutputs.of(teacher, data, options);
    RowLayout layout = new RowLayout(outputs);
    CacheFiller filler =
        new CacheFiller(
            teacher, data, ExampleBlocks.of(teacher, data, options), layout, options.listener());
    IndexedRows rows = MemoryRows.fill(filler);
    return new CachedTeacher(Optional.of(teacher), data, outputs, rows, teacher::fingerprint);
  }

  /**
   * Returns the only temperature at which a cached output equals the teacher's.
   *
   * @param output the output's name
   * @return the temperature of {@link Encoding.TopK}; empty if the output is cached otherwise
   */
  public OptionalDouble temperature(String output) {
    return outputs.stream()
        .filter(stored -> stored.name().equals(output))
        .flatMap(
            stored -> stored.encoding() instanceof Encoding.TopK top ? Stream.of(top) : Stream.of())
        .mapToDouble(Encoding.TopK::temperature)
        .findFirst();
  }

  /**
   * Returns the memory that a cache needs.
   *
   * @param teacher who would be asked
   * @param data the examples
   * @param options how outputs would be cached
   * @return the bytes of all outputs of all examples, without the index of ids (at most 12 bytes
   *     for each example, and none if the ids are in a row)
   * @throws IllegalArgumentException if an output cannot be cached in the wanted encoding
   */
  public static long bytesNeeded(Teacher teacher, Dataset data, CacheOptions options) {
    return (long) new RowLayout(CachedOutputs.of(teacher, data, options)).bytes() * data.size();
  }

  /**
   * A cache in a file, with one encoding for all outputs.
   *
   * @param file the file
   * @param teacher who is asked if there is no such file
   * @param data the examples
   * @param encoding how outputs are cached
   * @return the cache
   * @throws IllegalArgumentException under the conditions of {@link #mapped(Path, Teacher, Dataset,
   *     CacheOptions)}
   */
  public static CachedTeacher mapped(Path file, Teacher teacher, Dataset data, Encoding encoding) {
    return mapped(file, teacher, data, CacheOptions.of(encoding));
  }

  /**
   * A cache in a file that is mapped into memory, for outputs larger than memory. If there is no
   * such file it is filled first, under the name with ".partial" after it, and renamed when it is
   * complete; a filling that was interrupted resumes where it stopped, in the batch size that it
   * began with. Do not shorten the file while it is in use.
   *
   * @param file the file
   * @param teacher who is asked if there is no such file
   * @param data the examples
   * @param options how outputs are cached
   * @return the cache
   * @throws IllegalArgumentException if the file is damaged, or is of another teacher, other data
   *     or another encoding; and under the conditions of {@link #inMemory(Teacher, Dataset,
   *     CacheOptions)}
   * @throws IllegalStateException if another process or thread is filling the file
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static CachedTeacher mapped(
      Path file, Teacher teacher, Dataset data, CacheOptions options) {
    List<CachedOutput> outputs = CachedOutputs.of(teacher, data, options);
    ExampleBlocks blocks = ExampleBlocks.of(teacher, data, options);
    CacheFiller.requireFixed(data);
    CacheHeader header =
        new CacheHeader(teacher.fingerprint(), data.fingerprint(), blocks, outputs);
    CacheOptions.Check check = options.check();
    try {
      if (!Files.exists(file)) {
        RowLayout layout = new RowLayout(outputs);
        CacheFiller filler = new CacheFiller(teacher, data, blocks, layout, options.listener());
        new PartialFile(file).complete(header, filler);
        // What was just written and forced to the disk need not be read at once.
        check = CacheOptions.Check.HEADER;
      }
      CacheFile opened = CacheFile.open(file, check, found -> header.requireIn(file, found));
      return new CachedTeacher(
          Optional.of(teacher), data, outputs, opened.rows(), teacher::fingerprint);
    } catch (IOException error) {
      throw unusable(file, error);
    }
  }

  /**
   * Returns a cache from a file without its teacher.
   *
   * @param file the file, which must be complete
   * @param data the examples
   * @param check what is checked
   * @return the cache
   * @throws IllegalArgumentException if there is no such file, or it is damaged or of other data
   * @throws UncheckedIOException if the file cannot be read
   */
  public static CachedTeacher open(Path file, Dataset data, CacheOptions.Check check) {
    CacheFiller.requireFixed(data);
    try {
      CacheFile opened =
          CacheFile.open(file, check, found -> found.requireData(file, data.fingerprint()));
      CacheHeader header = opened.header();
      return new CachedTeacher(
          Optional.empty(), data, header.outputs(), opened.rows(), header::teacher);
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(
          "There is no file "
              + file
              + ", expected a cache of a teacher's outputs.\n"
              + "Maybe its filling was interrupted; CachedTeacher.mapped resumes it.",
          absent);
    } catch (IOException error) {
      throw unusable(file, error);
    }
  }

  private static UncheckedIOException unusable(Path file, IOException error) {
    return new UncheckedIOException(
        "The cache "
            + file
            + " could not be read or written: "
            + error.getMessage()
            + ".\nMaybe the disk is full or the folder is read-only.",
        error);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    outputs.forEach(output -> specs.put(output.name(), output.given()));
    return Collections.unmodifiableMap(specs);
  }

  /** {@return the inputs of the teacher behind it; empty if the teacher is not at hand} */
  @Override
  public Map<String, TensorSpec> inputs() {
    return teacher.map(Teacher::inputs).orElse(Map.of());
  }

  @Override
  public OptionalLong workingBytes() {
    return OptionalLong.of(0);
  }

  /**
   * Returns the cached outputs.
   *
   * @param batch the examples
   * @return its outputs, each with the batch on axis 0
   * @throws IllegalArgumentException if the cache has not heard of an example's id
   */
  @Override
  public Predictions predict(Batch batch) {
    return predict(HostAllocator.fresh(), batch);
  }

  /**
   * Returns the cached outputs, in given memory.
   *
   * @param memory where the outputs are put
   * @param batch the examples
   * @return its outputs, each with the batch on axis 0
   * @throws IllegalArgumentException if the cache has not heard of an example's id
   */
  public Predictions predict(HostAllocator memory, Batch batch) {
    Predictions stored = rows.read(memory, batch);
    return outputs.stream().anyMatch(CachedOutput::isFree) ? cut(memory, batch, stored) : stored;
  }

  /** Outputs are cached as long as those of the longest example. */
  private Predictions cut(HostAllocator memory, Batch batch, Predictions stored) {
    BatchShape shape = new ShapeReader(data.inputs()).read(batch.inputs());
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (CachedOutput output : outputs) {
      HostTensor whole = stored.get(output.name());
      named.put(output.name(), output.isFree() ? cut(memory, output, shape, whole) : whole);
    }
    return Predictions.of(named);
  }

  private static HostTensor cut(
      HostAllocator memory, CachedOutput output, BatchShape shape, HostTensor whole) {
    HostTensor cut = memory.allocate(output.name() + " cut", shape.of(output.given()));
    Padding.copy(whole, cut);
    return cut;
  }

  /**
   * Returns this cache for its own data and for views of them ({@link DataView}), and the teacher
   * behind it for others. Where that is a cache too, a view may have sources in both.
   *
   * @param other where the batches to come are from
   * @return the teacher to ask
   * @throws IllegalArgumentException if the data are others and the teacher is not at hand
   */
  @Override
  public Teacher forData(Dataset other) {
    Optional<Teacher> cached = of(other).map(cache -> cache);
    return cached.orElseGet(() -> teacher.orElseThrow(() -> notOf(other)).forData(other));
  }

  /** Returns the cached outputs of all examples of a data set, here or in a cache behind this. */
  private Optional<CachedTeacher> of(Dataset other) {
    if (other == data) {
      return Optional.of(this);
    }
    boolean fixed = other.repeatability() == Dataset.Repeatability.FIXED;
    Optional<CachedTeacher> view =
        fixed && other instanceof DataView some ? ofView(some) : Optional.empty();
    if (view.isPresent()) {
      return view;
    }
    return fixed && other.fingerprint().equals(data.fingerprint())
        ? Optional.of(this)
        : teacher
            .filter(CachedTeacher.class::isInstance)
            .map(CachedTeacher.class::cast)
            .flatMap(behind -> behind.of(other));
  }

  private Optional<CachedTeacher> ofView(DataView view) {
    IdentityHashMap<Dataset, CachedRows> sources = new IdentityHashMap<>();
    for (Dataset source : view.sources()) {
      Optional<CachedTeacher> cached = of(source).filter(each -> each.outputs.equals(outputs));
      cached.ifPresent(each -> sources.put(source, each.rows));
      if (cached.isEmpty()) {
        return Optional.empty();
      }
    }
    ViewRows found = new ViewRows(rows.layout(), view, sources);
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(new CachedTeacher(teacher, view, outputs, found, teacherFingerprint));
  }

  private IllegalArgumentException notOf(Dataset other) {
    return new IllegalArgumentException(
        "The cache of the teacher "
            + teacherFingerprint.get()
            + " is of data "
            + data.fingerprint()
            + ", and was asked about "
            + other.repeatability()
            + " data "
            + other.fingerprint()
            + ", expected the same.\nMaybe open the cache by CachedTeacher.mapped with its teacher,"
            + " which is then asked about other data.");
  }

  /** {@return the teacher's fingerprint, and the encodings where they change its outputs} */
  @Override
  public String fingerprint() {
    List<CachedOutput> changed = outputs.stream().filter(output -> !output.isExact()).toList();
    return changed.isEmpty() ? teacherFingerprint.get() : teacherFingerprint.get() + changed;
  }
}
