package org.distill4j.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.distill4j.fuzz.FuzzTarget;

/** The readers of this module. */
public final class CommandTargets implements FuzzTarget.Catalog {
  private static final String RESULT =
      "{\"format\":\"distill4j-result-1\",\"engine\":\"e\",\"networks\":{\"student\":{\"loss\":1}}}";

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Map<String, FuzzTarget> targets() {
    return Map.of(
        "configuration",
        new FuzzTarget(
            "run.yaml",
            RunFileFuzzTest.FACTOR,
            RunFile::read,
            List.of(text(Samples.PLAIN), text(RunFileFuzzTest.LAYERS))),
        "result",
        new FuzzTarget(
            ResultFile.NAME,
            100,
            file -> ResultFile.read(file.resolveSibling("")),
            List.of(text(RESULT))));
  }
}
