package org.distill4j.ir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.binary.ByteReader;
import org.distill4j.binary.ByteWriter;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A program for all lengths of some free axes, the batch among them, as bytes that a file can hold.
 * {@link #at} gives the program for some lengths.
 *
 * <p>The bytes hold each operation with what does not follow from its inputs, which is what a model
 * gives where it is recorded. Numbers may be sums of multiples of the free lengths ({@link
 * Extent}). Reading records the operations again, by the rules that models are recorded by, so a
 * damaged or hostile file gives an error and no program that breaks those rules; memory is
 * allocated for bytes that are there alone. Composites are kept, without their rules for gradients:
 * what was read is differentiated through their bodies.
 */
public final class FreeProgram {
  /** The name of axis 0 of a model's inputs and outputs, the batch. */
  public static final String BATCH = "batch";

  private static final String MAGIC = "distill4j program";
  private static final int VERSION = 1;

  private final byte[] bytes;
  private final ByteReader operations;
  private final List<TensorSpec> feeds;
  private final int scalars;
  private final Map<String, Integer> example;

  private FreeProgram(String source, byte[] bytes) {
    this.bytes = bytes;
    ByteReader in = new ByteReader(source, ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    in.requireFormat(MAGIC, VERSION);
    this.feeds = readFeeds(in);
    this.scalars = in.count();
    Map<String, Integer> lengths = new LinkedHashMap<>();
    axes(feeds).forEach(axis -> lengths.put(axis, length(in, "\"" + axis + "\"")));
    this.example = Collections.unmodifiableMap(lengths);
    this.operations = in;
  }

  /**
   * Returns a program without free axes.
   *
   * @param program the program
   * @return the same
   */
  public static FreeProgram of(Program program) {
    return of(
        program,
        program.feeds(),
        Map.of(),
        (node, number) -> new Extent.Fixed(number.applyAsInt(node)));
  }

  /**
   * Returns a program that was recorded for some lengths and holds for others.
   *
   * @param program the program for the lengths
   * @param feeds type and shape of each feed; axes may be free, the batch is {@link #BATCH}
   * @param lengths the length of each free axis that it was recorded for
   * @param extents knows how its numbers depend on them
   * @return the program for all lengths
   * @throws IllegalArgumentException if a number depends on the lengths in another way than {@link
   *     Extent.Linear}
   */
  public static FreeProgram of(
      Program program, List<TensorSpec> feeds, Map<String, Integer> lengths, Extents extents) {
    ByteWriter out = new ByteWriter();
    out.bytes(StandardCharsets.UTF_8.encode(MAGIC));
    out.count(VERSION);
    out.count(feeds.size());
    feeds.forEach(feed -> write(feed, out));
    out.count(program.scalars());
    List<String> axes = List.copyOf(axes(feeds));
    axes.forEach(axis -> out.count(Objects.requireNonNull(lengths.get(axis), axis)));
    ProgramWriter nodes = new ProgramWriter(extents, axes, 0);
    Map<Tensor, Integer> places = program.interpret(nodes);
    nodes.writeTo(out);
    write(program.outputs(), places, out);
    write(program.updates(), places, out);
    return new FreeProgram("The program", out.toBytes());
  }

  private static void write(TensorSpec feed, ByteWriter out) {
    out.text(feed.type().name());
    Shape shape = feed.shape();
    out.count(shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      String free = shape.freeAxis(axis).orElse("");
      out.text(free);
      if (free.isEmpty()) {
        out.count(shape.dim(axis));
      }
    }
  }

  private static void write(
      Map<String, Tensor> results, Map<Tensor, Integer> places, ByteWriter out) {
    out.count(results.size());
    results.forEach(
        (name, tensor) -> {
          out.text(name);
          out.count(Objects.requireNonNull(places.get(tensor)));
        });
  }

  /**
   * Reads a program, and checks it for the lengths for which it was recorded.
   *
   * @param source what holds it, for messages
   * @param bytes what {@link #toBytes} gave, from position to limit; they are copied
   * @return the program
   * @throws IllegalArgumentException if they are no program, or a newer version's
   */
  public static FreeProgram read(String source, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    FreeProgram program = new FreeProgram(source, copy);
    program.at(program.example);
    return program;
  }

  private static int length(ByteReader in, String axis) {
    int length = in.count();
    if (length < 1) {
      throw in.refuse("axis " + axis + " has the length " + length, "at least 1");
    }
    return length;
  }

  private static List<TensorSpec> readFeeds(ByteReader in) {
    List<TensorSpec> feeds = new ArrayList<>();
    int count = in.count(2);
    for (int i = 0; i < count; i++) {
      String type = in.text();
      if (!type.equals(DType.FLOAT32.name()) && !type.equals(DType.INT32.name())) {
        throw in.refuse("feed " + i + " has the type \"" + type + "\"", "FLOAT32 or INT32");
      }
      Shape shape = Shape.scalar();
      int rank = in.count(2);
      for (int axis = 0; axis < rank; axis++) {
        String free = in.text();
        shape =
            shape.append(
                free.isBlank() ? Shape.of(length(in, axis + " of feed " + i)) : Shape.free(free));
      }
      feeds.add(new TensorSpec(DType.valueOf(type), shape));
    }
    return Collections.unmodifiableList(feeds);
  }

  private static Set<String> axes(Collection<TensorSpec> feeds) {
    Set<String> axes = new LinkedHashSet<>();
    feeds.forEach(feed -> axes.addAll(feed.shape().freeAxes()));
    return axes;
  }

  /** {@return type and shape of each host tensor that it takes; axes may be free} */
  public List<TensorSpec> feeds() {
    return feeds;
  }

  /** {@return lengths of the free axes, by name, for which a program exists} */
  public Map<String, Integer> exampleLengths() {
    return example;
  }

  /**
   * Returns the program for some lengths.
   *
   * @param lengths the length of each free axis, by name
   * @return the program
   * @throws IllegalArgumentException if a length is missing, or the program takes no such lengths
   */
  public Program at(Map<String, Integer> lengths) {
    ByteReader in = operations.copy();
    List<TensorSpec> fixed =
        feeds.stream()
            .map(feed -> new TensorSpec(feed.type(), feed.shape().fixed(lengths)))
            .toList();
    List<Integer> inOrder =
        example.keySet().stream().map(axis -> Objects.requireNonNull(lengths.get(axis))).toList();
    List<Tensor> values = NodeReader.read(in, new NodeReader.Given(inOrder, fixed));
    Map<String, Tensor> outputs = results(in, values);
    Map<String, Tensor> updates = results(in, values);
    in.requireEnd();
    try {
      return new Program(fixed, scalars, outputs, updates);
    } catch (IllegalArgumentException misfit) {
      throw in.refuse("the results", misfit);
    }
  }

  private static Map<String, Tensor> results(ByteReader in, List<Tensor> values) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    int count = in.count(2);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      int place = in.count();
      if (place >= values.size() || results.put(name, values.get(place)) != null) {
        throw in.refuse(
            "the result \"" + name + "\" is of operation " + place,
            "each name once, of one of " + values.size());
      }
    }
    return results;
  }

  /** {@return the bytes of a file} */
  public byte[] toBytes() {
    return bytes.clone();
  }
}
