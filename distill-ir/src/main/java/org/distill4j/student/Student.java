package org.distill4j.student;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.ShapeCache;
import org.distill4j.backend.Variables;
import org.distill4j.ir.IdLimits;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A student that was opened from its file. It may be used from any thread; predictions wait for
 * each other. What was compiled for the 32 batch shapes that were used last is kept.
 */
public final class Student implements AutoCloseable {
  private static final String LOGITS = "logits";
  private static final String EMBEDDING = "embedding";

  private final StudentContent content;
  private final Session session;
  private final Variables variables;
  private final List<String> outputs;
  private final String main;
  private final ShapeCache<Map<String, Integer>, Compiled> compiled;

  /**
   * A program for one batch shape.
   *
   * @param program the program
   * @param executable runs it
   * @param idLimits the number of rows that the ids of a feed count, by the feed's index
   */
  private record Compiled(Program program, Executable executable, Map<Integer, Integer> idLimits) {}

  private Student(StudentContent content, Session session) {
    this.content = content;
    this.session = session;
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    content.weights().forEach((name, array) -> specs.put(name, floats(array.shape())));
    this.variables = session.variables(specs);
    content.weights().forEach((name, array) -> variables.write(name, array.values()));
    Program example = content.program().at(content.program().exampleLengths());
    this.outputs = List.copyOf(example.outputs().keySet());
    this.main =
        Stream.of(LOGITS, EMBEDDING).filter(outputs::contains).findFirst().orElse(outputs.get(0));
    this.compiled = new ShapeCache<>(this::compile, each -> each.executable().close());
  }

  private static TensorSpec floats(Shape shape) {
    return new TensorSpec(DType.FLOAT32, shape);
  }

  /**
   * Opens a student.
   *
   * @param file the file
   * @param session where it computes; closing the student closes it
   * @return the student
   * @throws IllegalArgumentException if there is no such file, or it is damaged, no student's or of
   *     a newer version; the message names the file and what is wrong
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Student open(Path file, Session session) {
    return open(StudentContent.read(file), session);
  }

  /**
   * Opens a student that was read already.
   *
   * @param content what its file holds
   * @param session where it computes; closing the student closes it
   * @return the student
   */
  public static Student open(StudentContent content, Session session) {
    return new Student(content, session);
  }

  /** {@return what its file holds} */
  public StudentContent content() {
    return content;
  }

  /** {@return the names of its outputs, in order} */
  public List<String> outputs() {
    return outputs;
  }

  /**
   * Computes all outputs of a batch.
   *
   * @param inputs the inputs by name, each (batch, …); a single one may have any name
   * @return the outputs by name, each (batch, …)
   * @throws IllegalArgumentException if an input is missing, or has another type or shape, or an id
   *     is outside of its table, or the student takes no such length
   * @throws IllegalStateException if this was closed
   */
  public synchronized Map<String, HostTensor> run(Map<String, HostTensor> inputs) {
    List<HostTensor> feeds = feeds(inputs);
    Compiled program = compiled.get(lengths(feeds));
    program.idLimits().forEach((feed, limit) -> requireIds(feed, feeds.get(feed), limit));
    List<HostTensor> results = program.executable().run(feeds);
    Map<String, HostTensor> named = new LinkedHashMap<>();
    outputs.forEach(name -> named.put(name, results.get(named.size())));
    return named;
  }

  private Compiled compile(Map<String, Integer> lengths) {
    Program program = content.program().at(lengths);
    return new Compiled(
        program, session.compile(program, variables), IdLimits.find(program.nodes()));
  }

  private List<HostTensor> feeds(Map<String, HostTensor> inputs) {
    if (content.inputs().size() == 1 && inputs.size() == 1) {
      return List.copyOf(inputs.values());
    }
    List<HostTensor> feeds = new ArrayList<>();
    for (String name : content.inputs().keySet()) {
      HostTensor input = inputs.get(name);
      if (input == null) {
        throw new IllegalArgumentException(
            "The input \""
                + name
                + "\" is missing, expected it among "
                + inputs.keySet()
                + ".\nMaybe it has another name there.");
      }
      feeds.add(input);
    }
    return List.copyOf(feeds);
  }

  /** The lengths of the free axes, each where it first occurs; the engine compares the others. */
  private Map<String, Integer> lengths(List<HostTensor> feeds) {
    Map<String, Integer> lengths = new TreeMap<>();
    for (int i = 0; i < feeds.size(); i++) {
      TensorSpec wanted = content.program().feeds().get(i);
      TensorSpec given = feeds.get(i).spec();
      if (wanted.type() != given.type() || !wanted.shape().accepts(given.shape())) {
        throw misfit(i, given, wanted);
      }
      for (int axis = 0; axis < given.shape().rank(); axis++) {
        int length = given.shape().dim(axis);
        Optional<String> free = wanted.shape().freeAxis(axis);
        if (free.isPresent() && lengths.merge(free.get(), length, (old, now) -> old) != length) {
          throw misfit(i, given, new TensorSpec(wanted.type(), wanted.shape().fixed(lengths)));
        }
      }
    }
    return lengths;
  }

  private IllegalArgumentException misfit(int index, TensorSpec given, TensorSpec wanted) {
    return new IllegalArgumentException(
        "Input \""
            + name(index)
            + "\" is "
            + given
            + ", expected "
            + wanted
            + ".\nMaybe axis 0, the batch, is missing, or it is another student's input.");
  }

  private String name(int index) {
    return List.copyOf(content.inputs().keySet()).get(index);
  }

  private void requireIds(int index, HostTensor ids, int limit) {
    IntBuffer values = ids.ints();
    for (int i = 0; i < values.capacity(); i++) {
      if (values.get(i) < 0 || values.get(i) >= limit) {
        throw new IllegalArgumentException(
            "Input \""
                + name(index)
                + "\" holds "
                + values.get(i)
                + " at "
                + i
                + ", expected an integer in [0, "
                + limit
                + ").\nMaybe the ids are those of another vocabulary.");
      }
    }
  }

  /**
   * Predicts for a batch.
   *
   * @param inputs the inputs by name, each (batch, …); a single one may have any name
   * @return for each example what the output "logits" says, or "embedding", or the first output if
   *     none is called so
   * @throws IllegalArgumentException under the conditions of {@link #run}
   */
  public List<Prediction> predict(Map<String, HostTensor> inputs) {
    HostTensor output = Objects.requireNonNull(run(inputs).get(main));
    float[] values = floats(output);
    int examples = output.shape().dim(0);
    int width = values.length / examples;
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      float[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      predictions.add(new Prediction(row, content.answer(), content.classes()));
    }
    return predictions;
  }

  private static float[] floats(HostTensor output) {
    if (output.type() == DType.FLOAT32) {
      return output.toFloatArray();
    }
    float[] values = new float[output.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.ints().get(i);
    }
    return values;
  }

  /**
   * Predicts for one example of a student with one input of numbers.
   *
   * @param values the example, row-major; a free axis is as long as they make it
   * @return the student's outputs
   * @throws IllegalArgumentException if the student takes something else, or another number of them
   */
  public Prediction predict(float... values) {
    return only(HostTensor.ofFloats(example(DType.FLOAT32, values.length), values));
  }

  /**
   * Predicts for one example of a student with one input of ids.
   *
   * @param ids the example; a free axis is as long as they make it
   * @return the student's outputs
   * @throws IllegalArgumentException if the student takes something else, or another number of
   *     them, or an id is outside of its table
   */
  public Prediction predictIds(int... ids) {
    return only(HostTensor.ofInts(example(DType.INT32, ids.length), ids));
  }

  private Prediction only(HostTensor example) {
    return predict(Map.of(name(0), example)).get(0);
  }

  /** The shape of a batch of one example of so many values, of the only input. */
  private Shape example(DType type, int count) {
    TensorSpec input = onlyInput();
    Map<String, Integer> ones = new TreeMap<>();
    input.shape().freeAxes().forEach(axis -> ones.put(axis, 1));
    long fixed = input.shape().fixed(ones).size();
    boolean fits =
        input.type() == type
            && (ones.isEmpty()
                ? fixed == count
                : ones.size() == 1 && count > 0 && count % fixed == 0);
    if (!fits) {
      throw new IllegalArgumentException(
          count
              + " values of the type "
              + type
              + " were given for one example, expected "
              + input
              + ".\nMaybe give a tensor by name, or the values are of another student.");
    }
    ones.replaceAll((axis, one) -> (int) (count / fixed));
    return input.shape().fixed(ones).prepend(1);
  }

  private TensorSpec onlyInput() {
    if (content.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "The only input was asked for and the student has "
              + content.inputs().keySet()
              + ", expected 1.\nMaybe give tensors by name.");
    }
    return content.inputs().values().iterator().next();
  }

  /**
   * Predicts for rows of a table, which are encoded as in the training.
   *
   * @param rows for each example the texts of its cells by the name of the column; numbers have a
   *     decimal point, and "" is missing
   * @return the student's outputs for each
   * @throws IllegalArgumentException if the student was not written with the encoding of a table,
   *     there is no row, one lacks a column, or a cell is no finite number
   */
  public List<Prediction> predictRows(List<Map<String, String>> rows) {
    return predict(Map.of(name(0), encoding(ColumnsEncoding.class, "a table").encode(rows)));
  }

  /**
   * Predicts for the pixels of one image, which become numbers as in the training.
   *
   * @param pixels the unsigned bytes, (channels, height, width) in row-major order
   * @return the student's outputs
   * @throws IllegalArgumentException if the student was not written with the encoding of images, or
   *     takes another number of pixels
   */
  public Prediction predictPixels(byte... pixels) {
    float[] table = encoding(PixelEncoding.class, "images").table();
    HostTensor image = HostTensor.allocate(DType.FLOAT32, example(DType.FLOAT32, pixels.length));
    FloatBuffer values = image.floats();
    for (byte pixel : pixels) {
      values.put(table[pixel & 0xff]);
    }
    return only(image);
  }

  /**
   * Predicts for a text, which becomes token ids as in the training.
   *
   * @param text the text
   * @return the student's outputs: the classes' logits, or the embedding
   * @throws IllegalArgumentException if the student was not written with a tokenizer, or the text
   *     has no tokens
   */
  public Prediction predictText(String text) {
    WordPieceEncoding encoding = encoding(WordPieceEncoding.class, "a text");
    return only(encoding, encoding.encode(text));
  }

  /**
   * Predicts for a pair of texts, such as a question and a passage.
   *
   * @param first the first text
   * @param second the second text
   * @return the student's outputs
   * @throws IllegalArgumentException under the conditions of {@link #predictText}
   */
  public Prediction predictPair(String first, String second) {
    WordPieceEncoding encoding = encoding(WordPieceEncoding.class, "a pair of texts");
    return only(encoding, encoding.encode(first, second));
  }

  private Prediction only(WordPieceEncoding encoding, TextIds text) {
    return predict(TextBatch.of(content.inputs().keySet(), encoding, text)).get(0);
  }

  private <E extends InputEncoding> E encoding(Class<E> type, String what) {
    return content
        .encoding()
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The student was given "
                        + what
                        + ", expected tensors, as its file does not say how inputs are made of"
                        + " them.\nMaybe write it again, by StudentFile.withEncoding."));
  }

  /** Frees what it holds, and the session. What nobody closes the garbage collector frees. */
  @Override
  public synchronized void close() {
    session.close();
  }
}
