package org.distill4j.cli.kind;

import java.nio.file.Path;
import java.util.Collection;
import org.distill4j.cli.yaml.Node;
import org.distill4j.cli.yaml.Problems;

/**
 * A place in a configuration, by its keys, and where to note what is wrong there.
 *
 * @param path the keys that lead to it, for example "student.layers[2].dense"
 * @param line the line, from 1
 * @param problems where to note
 */
public record ConfigLocation(String path, int line, Problems problems) {
  /**
   * The place of a key's value.
   *
   * @param key the key
   * @param line the key's line
   * @return the place
   */
  public ConfigLocation key(String key, int line) {
    return new ConfigLocation(path.isEmpty() ? key : path + "." + key, line, problems);
  }

  /**
   * The place of an item of a list.
   *
   * @param index which one, from 0
   * @param line its line
   * @return the place
   */
  public ConfigLocation item(int index, int line) {
    return new ConfigLocation(path + "[" + index + "]", line, problems);
  }

  /** The folder of the file. */
  Path folder() {
    Path parent = Path.of(problems.file()).getParent();
    return parent == null ? Path.of("") : parent;
  }

  /**
   * Notes that a value is of another form than expected.
   *
   * @param found the value
   * @param expected what was expected
   */
  public void refuse(Node found, String expected) {
    refuse(" is " + found.kind(), expected, "see \"distill config --keys\"");
  }

  /**
   * Notes that something is wrong here.
   *
   * @param what what is wrong, after the name of the place: " has label and targets"
   * @param expected what was expected
   * @param wayOut what to do, after "Maybe"
   */
  public void refuse(String what, String expected, String wayOut) {
    String subject = path.isEmpty() ? "The file" : path;
    note(subject + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }

  /**
   * Notes that something is wrong here.
   *
   * @param message what, with the way out on a second line
   */
  public void refuse(String message) {
    note((path.isEmpty() ? "" : path + ": ") + message);
  }

  private void note(String message) {
    problems.add(line, message);
  }

  void unknown(String what, String name, Collection<String> known) {
    String wayOut =
        NearestWord.find(Node.shown(name), known)
            .map(near -> near + " was meant")
            .orElse("see \"distill config --keys\"");
    refuse(
        " has " + what + " \"" + Node.shown(name) + "\"",
        "one of " + String.join(", ", known),
        wayOut);
  }
}
