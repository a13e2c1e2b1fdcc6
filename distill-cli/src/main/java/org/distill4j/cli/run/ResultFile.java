package org.distill4j.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.NewerFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, for programs: {@code result.json}.
 *
 * @param engine the engine and its version
 * @param networks the numbers of "student" and "teacher", each by name
 */
public record ResultFile(String engine, Map<String, Map<String, Double>> networks) {
  /** The file's name. */
  public static final String NAME = "result.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "distill4j-result-1";

  /** Takes a copy. */
  public ResultFile {
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
  }

  /**
   * The numbers of a network.
   *
   * @param measured what was measured
   * @return the numbers by name
   */
  public static Map<String, Double> numbers(NetworkMeasurements measured) {
    Map<String, Double> numbers = new LinkedHashMap<>(measured.metrics());
    numbers.put("parameters", (double) measured.parameters());
    numbers.put("bytes", (double) measured.bytes());
    numbers.put("flops", (double) measured.flops());
    if (measured.units().units() > 0) {
      numbers.put("hiddenUnits", (double) measured.units().units());
      numbers.put("deadUnits", (double) measured.units().dead());
    }
    numbers.put("latencyOneP50Micros", measured.one().p50Micros());
    numbers.put("latencyOneP99Micros", measured.one().p99Micros());
    numbers.put("latencyManyP50Micros", measured.many().p50Micros());
    return numbers;
  }

  /**
   * Writes the file.
   *
   * @param folder where
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path folder) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("engine", engine);
    ObjectNode all = root.putObject("networks");
    networks.forEach(
        (name, numbers) -> {
          ObjectNode object = all.putObject(name);
          numbers.forEach((key, value) -> object.put(key, Double.isFinite(value) ? value : null));
        });
    Path file = folder.resolve(NAME);
    AtomicFiles.writeResult(file, root.toPrettyString() + "\n");
  }

  /**
   * Reads a file.
   *
   * @param folder the folder of a run
   * @return what is in it
   * @throws IllegalArgumentException if it is not there or damaged
   * @throws UncheckedIOException if it cannot be read
   */
  public static ResultFile read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      NewerFormatException.refuse(file, root.path("format").asText(), FORMAT);
      if (!FORMAT.equals(root.path("format").asText())) {
        throw invalid(
            file, "its format is " + ShortText.shorten(root.path("format").toString()), null);
      }
      Map<String, Map<String, Double>> networks = new LinkedHashMap<>();
      JsonFields.of(root.path("networks"))
          .forEach((name, network) -> networks.put(name, numbers(network)));
      return new ResultFile(root.path("engine").asText(), networks);
    } catch (NoSuchFileException error) {
      throw invalid(file, "it is not there", error);
    } catch (JsonProcessingException | CharConversionException error) {
      throw invalid(file, "it is not JSON", error);
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is not yours to read.", error);
    }
  }

  private static Map<String, Double> numbers(JsonNode network) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    JsonFields.of(network).forEach((name, value) -> numbers.put(name, value.asDouble(Double.NaN)));
    return numbers;
  }

  private static IllegalArgumentException invalid(
      Path file, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        file + " cannot be compared: " + why + ".\nMaybe give the output folder of a run.", cause);
  }
}
