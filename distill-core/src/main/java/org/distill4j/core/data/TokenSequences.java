package org.distill4j.core.data;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Token ids of mixed lengths. The inputs are "{@value #IDS}" and "{@value #MASK}", which is 1 at
 * tokens and 0 at padding, and "{@value #TYPES}" if token types were given; all are INT32 with the
 * free axis "{@value #LENGTH}". A batch is as long as its longest sequence, rounded up to one of
 * few lengths, but never longer than the longest of all. An example's id is its position in the
 * list.
 */
public final class TokenSequences implements NamedData {
  /** The name of the input that holds the token ids. */
  public static final String IDS = "input_ids";

  /** The name of the input that is 1 at tokens and 0 at padding. */
  public static final String MASK = "attention_mask";

  /** The name of the input that tells the first text of a pair from the second. */
  public static final String TYPES = "token_type_ids";

  /** The name of the axis that has another length in each batch. */
  public static final String LENGTH = "length";

  private static final int NO_LABEL = -1;

  private final List<int[]> sequences;
  private final List<int[]> types;
  private final Map<String, HostTensor> labels;
  private final Map<String, List<int[]>> tags;
  private final int padding;
  private final List<String> classNames;
  private final Map<String, byte[]> files;
  private final Optional<InputEncoding> encoding;
  private final int longest;
  private final LazyText fingerprint = new LazyText(this::computeFingerprint);

  private TokenSequences(
      List<int[]> sequences,
      List<int[]> types,
      Map<String, HostTensor> labels,
      Map<String, List<int[]>> tags,
      int padding,
      List<String> classNames,
      Optional<InputEncoding> encoding,
      Map<String, byte[]> files) {
    this.sequences = sequences;
    this.types = types;
    this.labels = labels;
    this.tags = tags;
    this.padding = padding;
    this.classNames = classNames;
    this.files = files;
    this.encoding = encoding;
    this.longest = sequences.stream().mapToInt(ids -> ids.length).max().orElse(0);
  }

  /**
   * Sequences without labels, padded with 0.
   *
   * @param sequences the token ids of each example; the arrays are copied
   * @return the data set
   * @throws IllegalArgumentException if there are none or one is empty
   */
  public static TokenSequences of(List<int[]> sequences) {
    IndexChecks.requireSome(sequences.size());
    for (int i = 0; i < sequences.size(); i++) {
      if (sequences.get(i).length == 0) {
        throw new IllegalArgumentException(
            "Sequence "
                + i
                + " has no tokens, expected at least one.\n"
                + "Maybe a text was empty; leave it out, or begin each with a token of its own.");
      }
    }
    return new TokenSequences(
        copies(sequences), List.of(), Map.of(), Map.of(), 0, List.of(), Optional.empty(), Map.of());
  }

  private static List<int[]> copies(List<int[]> arrays) {
    return arrays.stream().map(int[]::clone).toList();
  }

  /**
   * These sequences with a class for each.
   *
   * @param classes the class of each sequence, −1 where unknown
   * @return the labelled data set
   * @throws IllegalArgumentException if there are not as many as sequences
   */
  public TokenSequences withClasses(int... classes) {
    HostTensor tensor = HostTensor.ofInts(Shape.of(classes.length), classes);
    return withLabels(Batch.LABELS, tensor);
  }

  /**
   * These sequences with labels of any kind.
   *
   * @param name the labels' name
   * @param values (sequences, …)
   * @return the labelled data set
   * @throws IllegalArgumentException if there are not as many as sequences
   */
  public TokenSequences withLabels(String name, HostTensor values) {
    requireCount(name, InMemoryDataset.requireExamples("Label \"" + name + "\"", values));
    Map<String, HostTensor> all = new LinkedHashMap<>(labels);
    all.put(name, values);
    return new TokenSequences(sequences, types, all, tags, padding, classNames, encoding, files);
  }

  /**
   * These sequences with a class for each token, as a tagger learns them. They are named "{@value
   * Batch#LABELS}", with the axis "{@value #LENGTH}"; padding has the class −1, which counts
   * nowhere.
   *
   * @param classes for each sequence, the class of each token, −1 where there is none
   * @return the labelled data set
   * @throws IllegalArgumentException if there are not as many as sequences or tokens
   */
  public TokenSequences withTags(List<int[]> classes) {
    requireCount(Batch.LABELS, classes.size());
    requireLengths(
        "tag", classes, "the tags are those of words; give each further token of a word -1");
    Map<String, List<int[]>> all = new LinkedHashMap<>(tags);
    all.put(Batch.LABELS, copies(classes));
    return new TokenSequences(sequences, types, labels, all, padding, classNames, encoding, files);
  }

  /**
   * These sequences with token types, the input "{@value #TYPES}". Padding has type 0.
   *
   * @param given for each sequence, the type of each token; the arrays are copied
   * @return the changed data set
   * @throws IllegalArgumentException if there are not as many as sequences or tokens
   */
  public TokenSequences withTypes(List<int[]> given) {
    requireCount(TYPES, given.size());
    requireLengths("type", given, "the types are those of other texts");
    return new TokenSequences(
        sequences, sharingZeros(given), labels, tags, padding, classNames, encoding, files);
  }

  /** Copies; those of a length that are all 0, as single texts have them, are one array. */
  private static List<int[]> sharingZeros(List<int[]> arrays) {
    Map<Integer, int[]> zeros = new HashMap<>();
    return arrays.stream()
        .map(
            types ->
                Arrays.stream(types).allMatch(type -> type == 0)
                    ? zeros.computeIfAbsent(types.length, int[]::new)
                    : types.clone())
        .toList();
  }

  private void requireLengths(String what, List<int[]> values, String wayOut) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).length != sequences.get(i).length) {
        throw new IllegalArgumentException(
            "Sequence "
                + i
                + " has "
                + sequences.get(i).length
                + " tokens and "
                + values.get(i).length
                + " "
                + what
                + "s, expected one "
                + what
                + " for each token.\nMaybe "
                + wayOut
                + ".");
      }
    }
  }

  private void requireCount(String name, int count) {
    if (count != sequences.size()) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are for "
              + count
              + " sequences, expected "
              + sequences.size()
              + ".\nMaybe the labels are those of another part of the data.");
    }
  }

  /**
   * These sequences padded with another id.
   *
   * @param id the token id that fills up shorter sequences; 1 for RoBERTa, say
   * @return the changed data set
   */
  public TokenSequences withPadding(int id) {
    return new TokenSequences(sequences, types, labels, tags, id, classNames, encoding, files);
  }

  /**
   * These sequences with the tokenizer that made them, so that a student file has it.
   *
   * @param tokenizer how a service makes ids of texts
   * @return the changed data set
   */
  public TokenSequences withEncoding(InputEncoding tokenizer) {
    return new TokenSequences(
        sequences, types, labels, tags, padding, classNames, Optional.of(tokenizer), files);
  }

  @Override
  public Optional<InputEncoding> inputEncoding() {
    return encoding;
  }

  /**
   * These sequences cut to a length.
   *
   * @param length the largest number of tokens, at least 1
   * @return the changed data set
   * @throws IllegalArgumentException if the length is below 1
   */
  public TokenSequences truncated(int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "Sequences were to be cut to "
              + length
              + " tokens, expected at least 1.\nMaybe the arguments are in another order.");
    }
    Map<String, List<int[]>> cut = new LinkedHashMap<>();
    tags.forEach((name, classes) -> cut.put(name, cut(classes, length)));
    return new TokenSequences(
        cut(sequences, length),
        cut(types, length),
        labels,
        cut,
        padding,
        classNames,
        encoding,
        files);
  }

  private static List<int[]> cut(List<int[]> arrays, int length) {
    return arrays.stream().map(one -> Arrays.copyOf(one, Math.min(one.length, length))).toList();
  }

  /**
   * These sequences with the names of their classes.
   *
   * @param names the names, in the order of their numbers
   * @return the changed data set
   */
  public TokenSequences withClassNames(List<String> names) {
    return new TokenSequences(
        sequences, types, labels, tags, padding, List.copyOf(names), encoding, files);
  }

  /**
   * These sequences with the files of the tokenizer that made them, which then lie in a student's
   * file too.
   *
   * @param tokenizer the content of each file, by name
   * @return the changed data set
   */
  public TokenSequences withFiles(Map<String, byte[]> tokenizer) {
    return new TokenSequences(
        sequences, types, labels, tags, padding, classNames, encoding, Map.copyOf(tokenizer));
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public Map<String, byte[]> files() {
    return files;
  }

  @Override
  public int size() {
    return sequences.size();
  }

  /** {@return the mask, so that losses and metrics leave padding out} */
  @Override
  public Optional<String> padding() {
    return Optional.of(MASK);
  }

  @Override
  public Map<String, Integer> longest() {
    return Map.of(LENGTH, longest);
  }

  @Override
  public int length(int index) {
    return sequences.get(IndexChecks.require(index, size())).length;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    specs.put(IDS, TensorSpec.freeInts(LENGTH));
    specs.put(MASK, TensorSpec.freeInts(LENGTH));
    if (!types.isEmpty()) {
      specs.put(TYPES, TensorSpec.freeInts(LENGTH));
    }
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    tags.keySet().forEach(name -> specs.put(name, TensorSpec.freeInts(LENGTH)));
    labels.forEach((name, tensor) -> specs.put(name, tensor.spec().withoutBatch()));
    return Collections.unmodifiableMap(specs);
  }

  /**
   * Returns some of the sequences in order, as a batch that names its mask.
   *
   * @param from the index of the first, below the size
   * @param most the largest number of sequences; fewer come where the data end
   * @return the batch
   */
  public Batch batchFrom(int from, int most) {
    int end = Math.min(from + most, size());
    return batch(IntStream.range(from, end).toArray()).withPadding(padding());
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    int most = Arrays.stream(indices).map(index -> sequences.get(index).length).max().orElse(1);
    int length = Math.min(longest, PaddingLengths.length(most));
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put(IDS, padded(memory, "inputs/" + IDS, sequences, padding, length, indices));
    inputs.put(MASK, mask(memory, length, indices));
    if (!types.isEmpty()) {
      inputs.put(TYPES, padded(memory, "inputs/" + TYPES, types, 0, length, indices));
    }
    Map<String, HostTensor> picked = new LinkedHashMap<>();
    tags.forEach(
        (name, classes) ->
            picked.put(name, padded(memory, "labels/" + name, classes, NO_LABEL, length, indices)));
    labels.forEach(
        (name, values) ->
            picked.put(name, InMemoryDataset.pick(memory, "labels/" + name, values, indices)));
    return new Batch(Arrays.stream(indices).asLongStream().toArray(), inputs, picked);
  }

  private static HostTensor padded(
      HostAllocator memory,
      String name,
      List<int[]> arrays,
      int padding,
      int length,
      int... indices) {
    HostTensor tensor = memory.allocate(name, TensorSpec.ints(indices.length, length));
    IntBuffer values = tensor.ints();
    for (int index : indices) {
      int[] array = arrays.get(index);
      values.put(array);
      for (int i = array.length; i < length; i++) {
        values.put(padding);
      }
    }
    return tensor;
  }

  private HostTensor mask(HostAllocator memory, int length, int... indices) {
    HostTensor tensor = memory.allocate("inputs/" + MASK, TensorSpec.ints(indices.length, length));
    IntBuffer values = tensor.ints();
    for (int index : indices) {
      int tokens = sequences.get(index).length;
      for (int i = 0; i < length; i++) {
        values.put(i < tokens ? 1 : 0);
      }
    }
    return tensor;
  }

  /** {@return the SHA-256 of ids, types, labels and padding} */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    Fingerprint parts = new Fingerprint().add("sequences").add(padding);
    sequences.forEach(parts::add);
    if (!types.isEmpty()) {
      parts.add(TYPES);
      types.forEach(parts::add);
    }
    tags.forEach(
        (name, classes) -> {
          parts.add(name);
          classes.forEach(parts::add);
        });
    labels.forEach(
        (name, tensor) -> parts.add(name).add(tensor.spec().toString()).add(tensor.bytes()));
    return parts.hex();
  }
}
