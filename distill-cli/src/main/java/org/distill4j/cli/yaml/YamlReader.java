package org.distill4j.cli.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node.Field;
import org.distill4j.cli.yaml.Node.Fields;
import org.distill4j.cli.yaml.Node.Items;
import org.distill4j.cli.yaml.Node.Text;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 as plain nodes: texts, lists and keys. Tags make no objects. A document is at most
 * 1 MiB long, 50 levels deep and 20,000 nodes large, aliases counted as often as they are used, so
 * no small file becomes a large one.
 */
public final class YamlReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 20_000;

  private final String name;
  private int nodes;

  private YamlReader(String name) {
    this.name = name;
  }

  /**
   * Reads a file in UTF-8, or in UTF-16 if it begins with a byte-order mark, as PowerShell writes
   * it.
   *
   * @param file the file
   * @return its text
   * @throws IllegalArgumentException if it does not exist, is too long or is not UTF-8
   * @throws UncheckedIOException if it cannot be read
   */
  public static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw tooLong(file.toString());
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException error) {
      throw new IllegalArgumentException(
          file + " is not UTF-8, expected a text.\nMaybe it is another file.", error);
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ".\nMaybe the path is misspelt.", error);
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is a folder.", error);
    }
  }

  private static Charset charset(byte... bytes) {
    int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return mark == 0xfffe
        ? StandardCharsets.UTF_16LE
        : mark == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
  }

  /**
   * Reads a text.
   *
   * @param name the file's name, for messages
   * @param text the text
   * @return its root
   * @throws IllegalArgumentException if it is not YAML or too large; the message names file and
   *     line
   */
  public static Node read(String name, String text) {
    if (text.length() > MAX_BYTES) {
      throw tooLong(name);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(MAX_DEPTH)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      YamlReader reader = new YamlReader(name);
      reader.requireShallow(events(settings, text));
      return new Composer(settings, events(settings, text))
          .getSingleNode()
          .map(root -> reader.node(root, 0))
          .orElseThrow(
              () ->
                  reader.refuse(
                      1, "The file is empty", "keys with values", "see" + " docs/command-line.md"));
    } catch (MarkedYamlEngineException error) {
      throw new IllegalArgumentException(
          name
              + ":"
              + line(error.getProblemMark())
              + ": This is not YAML: "
              + error.getProblem()
              + ".\nMaybe "
              + advice(error.getProblem()),
          error);
    } catch (YamlEngineException error) {
      throw new IllegalArgumentException(
          name
              + ": This is not YAML: "
              + String.valueOf(error.getMessage()).replaceAll("\\.+$", "")
              + ".\nMaybe it is another file.",
          error);
    }
  }

  private static ParserImpl events(LoadSettings settings, String text) {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  private static String advice(String problem) {
    if (problem.contains("escape")) {
      return "a path has a backslash in double quotes; use single quotes, or write /.";
    }
    return problem.contains("\\t")
        ? "a tabulator indents the line; use spaces."
        : "the indentation is off, or a colon or a quote is missing.";
  }

  private static IllegalArgumentException tooLong(String name) {
    return new IllegalArgumentException(
        name + " is longer than 1 MiB, expected a configuration.\nMaybe it is another file.");
  }

  private void requireShallow(ParserImpl events) {
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > MAX_DEPTH) {
        throw deep(line(event.getStartMark()));
      }
    }
  }

  private IllegalArgumentException deep(int line) {
    return refuse(
        line, "The document is nested too deeply", "at most 50 levels", "a bracket is not closed");
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    int line = line(node.getStartMark());
    if (++nodes > MAX_NODES) {
      throw refuse(line, "The document is too large", "at most 20,000 nodes", "aliases repeat it");
    }
    if (depth > MAX_DEPTH) {
      throw deep(line);
    }
    if (node instanceof ScalarNode scalar) {
      return new Text(scalar.getValue(), line);
    } else if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
      return new Items(items, line);
    }
    return fields((MappingNode) node, line, depth);
  }

  private Node fields(MappingNode mapping, int line, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int at = line(tuple.getKeyNode().getStartMark());
      // The settings allow no other keys.
      ScalarNode key = (ScalarNode) tuple.getKeyNode();
      Node value = node(tuple.getValueNode(), depth + 1);
      if (fields.put(key.getValue(), new Field(at, value)) != null) {
        throw refuse(
            at, "The key " + key.getValue() + " is given twice", "each key once", "one is stale");
      }
    }
    return new Fields(fields, line);
  }

  private IllegalArgumentException refuse(int line, String what, String expected, String wayOut) {
    return new IllegalArgumentException(
        name + ":" + line + ": " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }
}
