package org.distill4j.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;

@Label("A configuration is read or refused,")
class RunFileFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();

  /** Each unknown key is compared with all that are known. */
  static final long FACTOR = 10_000;

  static final String LAYERS =
      """
      data:
        train: {npz: {file: x.npz, inputs: x, labels: y}}
      student:
        model:
          layers:
            input: [16]
            layers:
              - {reshape: [1, 4, 4]}
              - &conv {conv2d: {in: 1, out: 1, size: 2}}
              - relu
              - *conv
              - flatten
              - {dense: {in: 4, out: 3}}
      training:
        epochs: 3
        optimizer: {adam: {learning-rate: {linear: {from: 1e-3, to: 0}}}}
        loss: cross-entropy
      output: out
      """;

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Damage.of(
        List.of(
            Samples.PLAIN.getBytes(StandardCharsets.UTF_8),
            LAYERS.getBytes(StandardCharsets.UTF_8)));
  }

  @Property
  @Label("whatever the file holds")
  void config(@ForAll("files") byte[] damaged) {
    PLAYGROUND.read("run.yaml", damaged, FACTOR, RunFile::read);
  }
}
