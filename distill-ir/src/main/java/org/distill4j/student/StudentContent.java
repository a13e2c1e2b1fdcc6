package org.distill4j.student;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.ir.FreeProgram;
import org.distill4j.tensor.TensorSpec;

/**
 * The content of a student file: all that a prediction needs.
 *
 * @param inputs type and shape of each input for one example, by name, in the order of the
 *     program's feeds; axes may be free
 * @param program computes the outputs
 * @param weights the arrays that the program reads, by path
 * @param answer what the outputs mean
 * @param classes the names of the classes or labels; empty if they have none
 * @param encoding how what a service is given becomes the input; empty if it is given tensors
 * @param files what else belongs to it, such as the vocabulary of a tokenizer, by name
 * @param notes what the writer wanted to keep with it
 */
public record StudentContent(
    Map<String, TensorSpec> inputs,
    FreeProgram program,
    Map<String, StoredArray> weights,
    Answer answer,
    List<String> classes,
    Optional<InputEncoding> encoding,
    Map<String, byte[]> files,
    Map<String, String> notes) {

  /**
   * Takes copies and checks that the parts belong together.
   *
   * @throws IllegalArgumentException if the program takes other inputs or other weights, or has no
   *     output
   */
  public StudentContent {
    inputs = copy(inputs);
    weights = copy(weights);
    classes = List.copyOf(classes);
    files = copy(files);
    notes = copy(notes);
    new ContentCheck(inputs, program, weights).require();
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Reads a student file.
   *
   * @param file the file
   * @return what it holds
   * @throws IllegalArgumentException if there is no such file, or it is damaged, no student's or of
   *     a newer version; the message names the file and what is wrong
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static StudentContent read(Path file) {
    return StudentZip.read(file);
  }

  /**
   * Returns the bytes of a student file. One content always gives the same bytes.
   *
   * @return a zip file with stored entries
   * @throws IllegalArgumentException if an entry is larger than 2 GiB
   */
  public byte[] toBytes() {
    return StudentZip.bytes(this);
  }
}
