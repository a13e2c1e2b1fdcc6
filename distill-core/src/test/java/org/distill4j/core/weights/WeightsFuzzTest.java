package org.distill4j.core.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

@Label("Weights on disk are read or refused,")
class WeightsFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final Path VALID = valid();
  private static final long FACTOR = 100;

  private static Path valid() {
    Map<String, HostTensor> arrays = new LinkedHashMap<>();
    arrays.put("dense0/w", HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    arrays.put("dense0/b", HostTensor.ofFloats(Shape.of(3), -1, 0, 1));
    arrays.put("scale", HostTensor.ofFloats(Shape.scalar(), 2));
    Path file = PLAYGROUND.file("valid.safetensors");
    WeightsFile.write(file, Weights.of(arrays), Map.of("epochs", "3", "by", "a test"));
    return file;
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> weights() {
    return Damage.of(List.of(PLAYGROUND.bytes(VALID)));
  }

  @Property
  @Label("whatever the safetensors file holds")
  void safetensors(@ForAll("weights") byte[] damaged) {
    PLAYGROUND.read("weights.safetensors", damaged, FACTOR, WeightsFile::read);
  }

  @Provide
  Arbitrary<byte[]> manifests() {
    return Damage.of(List.of(PLAYGROUND.bytes(WeightsFile.manifest(VALID))));
  }

  @Property
  @Label("whatever the manifest holds")
  void manifest(@ForAll("manifests") byte[] damaged) {
    Path weights = PLAYGROUND.write("described.safetensors", PLAYGROUND.bytes(VALID));
    String name = "described.safetensors.json";
    PLAYGROUND.read(name, damaged, FACTOR, file -> WeightsFile.notes(weights));
    PLAYGROUND.read(name, damaged, FACTOR, file -> WeightsFile.read(weights));
  }
}
