package org.distill4j.cli.config;

import java.util.List;
import java.util.Map;

/** All that a configuration may say, for help. */
public final class Catalog {
  private static final int INDENT = 4;

  private Catalog() {}

  /** {@return the families of kinds} */
  public static List<KindGroup> families() {
    return List.of(
        DataKinds.ALL,
        ModelKinds.ALL,
        LayerKinds.all(),
        InitializerKinds.ALL,
        LossKinds.ALL,
        ScheduleKinds.ALL,
        OptimizerKinds.ALL,
        OptimizerKinds.CLIPPING,
        OptimizerKinds.GROUP,
        CacheKeys.ENCODINGS,
        SamplingKinds.ALL,
        MetricKinds.ALL);
  }

  /** {@return every section and kind with its keys, as a text} */
  public static String help() {
    StringBuilder text = new StringBuilder();
    for (Section section : RunKeys.sections()) {
      text.append("The keys of ").append(section.name()).append(":\n");
      keys(text, section.keys());
      text.append('\n');
    }
    for (KindGroup family : families()) {
      text.append("Each ").append(family.name()).append(" is one of:\n");
      for (Map.Entry<String, Kind> kind : family.kinds().entrySet()) {
        text.append("  ").append(kind.getKey()).append(": ").append(kind.getValue().doc());
        text.append(".\n");
        keys(text, kind.getValue().keys());
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static void keys(StringBuilder text, List<Key> keys) {
    keys.forEach(key -> text.append(" ".repeat(INDENT)).append(key.help()).append('\n'));
  }
}
