package org.distill4j.core.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.NewerFormatException;

/**
 * What a search has measured so far, in a file that is replaced at once after each training.
 * Numbers are written as text, so that they are read bit for bit and NaN is one of them.
 */
final class TrialState {
  static final String NAME = "trials.json";
  private static final String FORMAT = "distill4j-trials-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, String> identity;
  private final Map<String, SortedMap<Integer, Double>> values = new LinkedHashMap<>();

  private TrialState(Path file, Map<String, String> identity) {
    this.file = file;
    this.identity = identity;
  }

  /**
   * Reads what is in a folder, if there is anything.
   *
   * @param folder the folder of a search
   * @param identity what the search is of, part by part
   * @throws IllegalArgumentException if another search is in the folder, or the file is damaged
   */
  static TrialState open(Path folder, Map<String, String> identity) {
    TrialState state = new TrialState(folder.resolve(NAME), identity);
    if (Files.exists(state.file)) {
      state.read();
    }
    return state;
  }

  private void read() {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      String format = root.path("format").asText();
      NewerFormatException.refuse(file, format, FORMAT);
      if (!FORMAT.equals(format)) {
        throw damaged("its format is \"" + ShortText.shorten(format) + "\"");
      }
      requireSame(root.path("search"));
      JsonFields.of(root.path("trials")).forEach((name, trial) -> values.put(name, numbers(trial)));
    } catch (JsonProcessingException | NumberFormatException error) {
      throw damaged(ShortText.shorten(String.valueOf(error.getMessage())));
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is not yours to read.", error);
    }
  }

  private static SortedMap<Integer, Double> numbers(JsonNode trial) {
    SortedMap<Integer, Double> numbers = new TreeMap<>();
    JsonFields.of(trial)
        .forEach(
            (epochs, value) ->
                numbers.put(Integer.valueOf(epochs), Double.valueOf(value.asText())));
    return numbers;
  }

  private void requireSame(JsonNode search) {
    identity.forEach(
        (part, wanted) -> {
          String found = search.path(part).asText();
          if (!found.equals(wanted)) {
            throw new IllegalArgumentException(
                "The search in "
                    + file.getParent()
                    + " is another: its "
                    + part
                    + " is "
                    + ShortText.shorten(found)
                    + ", expected "
                    + ShortText.shorten(wanted)
                    + ".\nMaybe choose another folder for this one.");
          }
        });
  }

  private IllegalArgumentException damaged(String why) {
    return new IllegalArgumentException(
        file
            + " is damaged: "
            + why
            + ", expected what a search wrote.\nMaybe delete it, and the search begins anew.");
  }

  /** What was measured of a candidate; empty if nothing. */
  TrialResult result(String name) {
    return TrialResult.of(name, values.getOrDefault(name, new TreeMap<>()));
  }

  /** Keeps a number, on the disk too. */
  void put(String name, int epochs, double value) {
    values.computeIfAbsent(name, any -> new TreeMap<>()).put(epochs, value);
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ObjectNode search = root.putObject("search");
    identity.forEach(search::put);
    ObjectNode trials = root.putObject("trials");
    values.forEach(
        (trial, numbers) -> {
          ObjectNode node = trials.putObject(trial);
          numbers.forEach((after, number) -> node.put(String.valueOf(after), number.toString()));
        });
    AtomicFiles.writeResult(file, root.toPrettyString() + "\n");
  }
}
