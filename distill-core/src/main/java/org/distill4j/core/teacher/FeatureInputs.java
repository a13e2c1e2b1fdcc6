package org.distill4j.core.teacher;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.NamedData;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Model;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A data set whose examples have the outputs of a frozen network as inputs too, which were computed
 * once. So a head is trained on the features of a large encoder at the cost of the head, and a
 * student learns from that head by the same examples.
 */
public final class FeatureInputs implements DataView, NamedData {
  /** Texts of a step: more at once take more memory and are no faster. */
  private static final int BATCH = 32;

  private final Dataset source;
  private final CachedTeacher features;

  private FeatureInputs(Dataset source, CachedTeacher features) {
    this.source = source;
    this.features = features;
  }

  /**
   * Adds cached outputs.
   *
   * @param source the data set
   * @param features the cached outputs of its examples, each of a name that no input has
   * @return the examples with these inputs too
   * @throws IllegalArgumentException if an input has the name of an output, or the cache is of
   *     other data
   */
  public static FeatureInputs of(Dataset source, CachedTeacher features) {
    for (String name : features.outputs().keySet()) {
      if (source.inputs().containsKey(name)) {
        throw new IllegalArgumentException(
            "The data have an input \""
                + name
                + "\" already, expected another name than that of a feature.\n"
                + "Maybe the features were added twice, or the network can name its output"
                + " otherwise.");
      }
    }
    if (!(features.forData(source) instanceof CachedTeacher own)) {
      throw new IllegalArgumentException(
          "The features "
              + features.outputs().keySet()
              + " are cached for other data than "
              + source.fingerprint()
              + ", expected the same or data that these are a view of.\n"
              + "Maybe cache them for these data.");
    }
    return new FeatureInputs(source, own);
  }

  /**
   * Computes features in a file, unless they are there. The session is open for that alone.
   *
   * @param source the data set
   * @param file where the features are kept; a stopped computation resumes there
   * @param model a network with weights of its own, such as one of a file
   * @param backend opens the session where it runs
   * @return the examples with its outputs as inputs too
   * @throws IllegalArgumentException if the file has features of other data or of another network,
   *     or an input has the name of an output
   */
  public static FeatureInputs compute(Dataset source, Path file, Model model, Backend backend) {
    CacheOptions options =
        CacheOptions.of(Encoding.float32())
            .withBatchSize(BATCH)
            .withListener(new FeatureProgress(file));
    try (Session session = backend.open(SessionOptions.defaults())) {
      ModelTeacher frozen = ModelTeacher.of(session, model, PretrainedModel.initial(model, 0));
      CachedTeacher.mapped(file, frozen, source, options);
    }
    return of(source, CachedTeacher.open(file, source, CacheOptions.Check.HEADER));
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public long id(int index) {
    return source.id(index);
  }

  @Override
  public int length(int index) {
    return source.length(index);
  }

  @Override
  public Map<String, Integer> longest() {
    return source.longest();
  }

  @Override
  public Optional<String> padding() {
    return source.padding();
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return source.labels();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>(source.inputs());
    specs.putAll(features.outputs());
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    Map<String, HostTensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(features.predict(memory, batch).asMap());
    return batch.withInputs(inputs);
  }

  @Override
  public List<Dataset> sources() {
    return List.of(source);
  }

  @Override
  public Source source(long id) {
    return new Source(source, id);
  }

  @Override
  public List<String> classNames() {
    return source instanceof NamedData named ? named.classNames() : List.of();
  }

  @Override
  public Map<String, byte[]> files() {
    return source instanceof NamedData named ? named.files() : Map.of();
  }

  @Override
  public Optional<InputEncoding> inputEncoding() {
    return source instanceof NamedData named ? named.inputEncoding() : Optional.empty();
  }

  /** {@return the SHA-256 of the fingerprints of the source and of the features} */
  @Override
  public String fingerprint() {
    return Fingerprints.compute(source.fingerprint() + features.fingerprint());
  }
}
