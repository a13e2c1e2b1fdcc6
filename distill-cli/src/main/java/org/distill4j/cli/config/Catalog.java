package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.Section;

/** Everything that a configuration can contain, for help. */
public final class Catalog {
  private static final int INDENT = 4;

  private Catalog() {}

  /** {@return every section and kind with its keys, as a text} */
  public static String help() {
    StringBuilder text = new StringBuilder();
    for (Section section : RunKeys.sections()) {
      text.append("The keys of ").append(section.name()).append(":\n");
      keys(text, section.keys());
      text.append('\n');
    }
    for (KindGroup<?> group : KindGroups.all()) {
      if (group.kinds().isEmpty()) {
        continue;
      }
      text.append("Each ").append(group.name()).append(" is one of:\n");
      for (Kind<?> kind : group.kinds().values()) {
        text.append("  ").append(kind.name()).append(": ").append(kind.doc()).append(".\n");
        keys(text, kind.keys());
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static void keys(StringBuilder text, List<Key<?>> keys) {
    keys.forEach(key -> text.append(" ".repeat(INDENT)).append(key.help()).append('\n'));
  }
}
