package org.distill4j.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;

@Label("A checkpoint is read or refused,")
class CheckpointFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final Path VALID = PLAYGROUND.file("valid.safetensors");

  static {
    write(VALID);
  }

  static final long FACTOR = 100;

  /** Writes a checkpoint that has everything one may have. */
  static void write(Path file) {
    Weights weights = Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(2), 1, 2)));
    Map<String, Weights> slots = new LinkedHashMap<>();
    slots.put("first", weights);
    slots.put("second", weights);
    LossValues loss = new LossValues(Map.of("total", 0.5));
    Checkpoint checkpoint =
        new Checkpoint(
            Map.of("seed", "5", "batch size", "8"),
            7,
            List.of(new EpochReport(1, loss, Map.of("accuracy", 0.75), Duration.ofMillis(1500))),
            new Checkpoint.Running(Map.of("total", 3.5), 12, Duration.ofSeconds(2)),
            weights,
            new OptimizerState(7, slots),
            Optional.of(weights));
    CheckpointFile.write(file, checkpoint);
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  private static byte[] manifest() {
    return PLAYGROUND.bytes(WeightsFile.manifest(VALID));
  }

  @Provide
  Arbitrary<byte[]> arrays() {
    return Damage.of(List.of(PLAYGROUND.bytes(VALID)));
  }

  @Property
  @Label("whatever its arrays are")
  void arrays(@ForAll("arrays") byte[] damaged) {
    PLAYGROUND.write("a.safetensors.json", manifest());
    PLAYGROUND.read("a.safetensors", damaged, FACTOR, CheckpointFile::read);
  }

  @Provide
  Arbitrary<byte[]> manifests() {
    Arbitrary<byte[]> damaged = Damage.of(List.of(manifest()));
    return Arbitraries.oneOf(damaged, damaged.map(CheckpointFuzzTest::summed), notes());
  }

  /** One note damaged, in a manifest that is valid otherwise. */
  private static Arbitrary<byte[]> notes() {
    JsonNode valid = parsed(manifest());
    List<String> names = List.copyOf(JsonFields.of(valid.path("notes")).keySet());
    return Arbitraries.of(names)
        .flatMap(
            name -> {
              byte[] note =
                  valid.path("notes").path(name).asText().getBytes(StandardCharsets.UTF_8);
              return Combinators.combine(Arbitraries.just(name), Damage.of(List.of(note)))
                  .as((n, damaged) -> with(valid.deepCopy(), n, damaged));
            });
  }

  private static byte[] with(JsonNode manifest, String name, byte[] note) {
    ((ObjectNode) manifest.path("notes")).put(name, new String(note, StandardCharsets.UTF_8));
    return summed(manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode parsed(byte[] manifest) {
    try {
      return JSON.readTree(manifest);
    } catch (IOException invalid) {
      return MissingNode.getInstance();
    }
  }

  /** With the checksum of its notes put right, so that what lies behind it is met too. */
  static byte[] summed(byte[] manifest) {
    if (parsed(manifest).path("notes") instanceof ObjectNode notes) {
      Map<String, String> texts = new LinkedHashMap<>();
      JsonFields.of(notes).forEach((name, note) -> texts.put(name, note.asText()));
      texts.remove("checksum");
      ObjectNode root = (ObjectNode) parsed(manifest);
      ((ObjectNode) root.path("notes"))
          .put("checksum", Fingerprints.compute(CheckpointText.texts(texts)));
      return root.toString().getBytes(StandardCharsets.UTF_8);
    }
    return manifest;
  }

  @Property
  @Label("whatever its manifest says, with the checksum right or wrong")
  void manifest(@ForAll("manifests") byte[] damaged) {
    PLAYGROUND.write("m.safetensors", PLAYGROUND.bytes(VALID));
    PLAYGROUND.read(
        "m.safetensors.json",
        damaged,
        FACTOR,
        file -> CheckpointFile.read(PLAYGROUND.file("m.safetensors")));
  }
}
