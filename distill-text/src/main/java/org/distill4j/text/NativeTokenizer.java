package org.distill4j.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.weights.Fingerprints;

/**
 * Any tokenizer that a {@code tokenizer.json} describes (WordPiece, byte-pair encoding, Unigram),
 * through the Tokenizers library of Hugging Face, which is native code. It needs {@code
 * ai.djl.huggingface:tokenizers} on the class path, which has that library for Linux, macOS and
 * Windows. {@link WordPieceTokenizer} does the same for BERT and its relatives without it.
 *
 * <p>Its native memory is freed when the garbage collector finds it.
 */
public final class NativeTokenizer implements Tokenizer {
  /** The artifact that does the work. */
  static final String ARTIFACT = "ai.djl.huggingface:tokenizers";

  private final TokenizerJson json;
  private final HuggingFaceTokenizer tokenizer;
  private final Map<String, Integer> added;
  private final int size;
  private final int longest;

  private NativeTokenizer(TokenizerJson json, int longest) {
    this.json = json;
    this.longest = longest;
    this.tokenizer = open(json.file(), longest);
    this.added = new TreeMap<>();
    json.root()
        .path("added_tokens")
        .forEach(token -> added.put(token.path("content").asText(), token.path("id").asInt()));
    this.size = Math.max(vocabulary(json.root().path("model").path("vocab")), largest(added) + 1);
  }

  /**
   * Reads a tokenizer.
   *
   * @param path a {@code tokenizer.json}, or a folder that has one. A {@code tokenizer_config.json}
   *     beside it says how long texts may be, if it does not itself; else they have 512 tokens
   * @return the tokenizer
   * @throws IllegalArgumentException if there is no such file, it is damaged, or {@code
   *     ai.djl.huggingface:tokenizers} is not on the class path
   * @throws UncheckedIOException if it cannot be read
   */
  public static NativeTokenizer open(Path path) {
    Path file = TokenizerFiles.find(path);
    if (!file.getFileName().toString().endsWith(".json")) {
      throw TokenizerFiles.refuse(
          path, "no " + TokenizerFiles.JSON, "one", "WordPieceTokenizer opens its vocab.txt");
    }
    return of(TokenizerJson.read(file));
  }

  static NativeTokenizer of(TokenizerJson json) {
    return new NativeTokenizer(json, json.longest());
  }

  private static HuggingFaceTokenizer open(Path file, int longest) {
    try {
      return HuggingFaceTokenizer.builder()
          .optTokenizerPath(file)
          .optPadding(false)
          .optTruncation(true)
          .optMaxLength(longest)
          .build();
    } catch (NoClassDefFoundError absent) {
      throw new IllegalArgumentException(
          file
              + " needs the artifact "
              + ARTIFACT
              + ", expected it on the class path.\nMaybe add it; where PyTorch runs through DJL, in"
              + " the same version.",
          absent);
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is not yours to read.", error);
    } catch (RuntimeException refused) {
      throw TokenizerFiles.refuse(
          file,
          "a tokenizer that the Tokenizers library refuses (" + refused.getMessage() + ")",
          "a tokenizer.json that it reads",
          "the file was damaged, or is of a later version");
    }
  }

  /** One more than the largest id of a map from pieces to ids, or of a list of pieces. */
  private static int vocabulary(JsonNode vocabulary) {
    return vocabulary.isArray()
        ? vocabulary.size()
        : JsonFields.of(vocabulary).values().stream().mapToInt(JsonNode::asInt).max().orElse(-1)
            + 1;
  }

  private static int largest(Map<String, Integer> ids) {
    return ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
  }

  @Override
  public TokenizedText encode(String text) {
    return tokenized(tokenizer.encode(text));
  }

  @Override
  public TokenizedText encode(String first, String second) {
    return tokenized(tokenizer.encode(first, second));
  }

  private static TokenizedText tokenized(Encoding encoding) {
    return new TokenizedText(ints(encoding.getIds()), ints(encoding.getTypeIds()));
  }

  private static int[] ints(long... values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public int vocabularySize() {
    return size;
  }

  @Override
  public int padding() {
    return json.padding(added);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    Map<String, Integer> special = new TreeMap<>();
    for (JsonNode token : json.root().path("added_tokens")) {
      if (token.path("special").asBoolean()) {
        special.put(token.path("content").asText(), token.path("id").asInt());
      }
    }
    return Map.copyOf(special);
  }

  @Override
  public int longest() {
    return longest;
  }

  @Override
  public NativeTokenizer withLongest(int length) {
    TokenizerFiles.requireRoom(length, encode("", "").ids().length);
    return new NativeTokenizer(json, length);
  }

  @Override
  public Map<String, byte[]> files() {
    return TokenizerFiles.contents(json.file());
  }

  @Override
  public String fingerprint() {
    return Fingerprints.compute("native " + json.root() + " " + longest);
  }

  @Override
  public String toString() {
    return "NativeTokenizer[" + vocabularySize() + " ids, at most " + longest + " tokens]";
  }
}
