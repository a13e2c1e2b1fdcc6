package org.distill4j.text;

import java.util.List;
import java.util.Map;

/** A small vision transformer of random weights, in the names of the Transformers library. */
final class TinyImageFolder {
  static final int CHANNELS = 2;
  static final int SIZE = 6;
  static final int PATCH = 3;
  static final int PATCHES = 4;

  private TinyImageFolder() {}

  /** Without a head; the pooler is one that the model does not use. */
  static TinyFolder vit() {
    TinyFolder folder = encoder("");
    folder.tensor("embeddings.mask_token", 0, 1, 1, TinyFolder.WIDTH);
    folder.dense("pooler.dense", TinyFolder.WIDTH, TinyFolder.WIDTH);
    return folder;
  }

  static TinyFolder vitClassifier() {
    TinyFolder folder = encoder("vit.");
    folder.config.put("architectures", List.of("ViTForImageClassification"));
    folder.config.put("id2label", Map.of("0", "cat", "1", "dog", "2", "bird"));
    folder.dense("classifier", TinyFolder.WIDTH, TinyFolder.CLASSES);
    return folder;
  }

  private static TinyFolder encoder(String prefix) {
    TinyFolder folder = new TinyFolder("vit");
    folder.config.remove("vocab_size");
    folder.config.put("hidden_size", TinyFolder.WIDTH);
    folder.config.put("num_hidden_layers", 3);
    folder.config.put("num_attention_heads", 2);
    folder.config.put("intermediate_size", TinyFolder.HIDDEN);
    folder.config.put("hidden_act", "gelu");
    folder.config.put("layer_norm_eps", 1e-12);
    folder.config.put("image_size", SIZE);
    folder.config.put("patch_size", PATCH);
    folder.config.put("num_channels", CHANNELS);
    folder.config.put("qkv_bias", true);
    int width = TinyFolder.WIDTH;
    folder.tensor(prefix + "embeddings.cls_token", 0, 1, 1, width);
    folder.tensor(prefix + "embeddings.position_embeddings", 0, 1, PATCHES + 1, width);
    String patches = prefix + "embeddings.patch_embeddings.projection";
    folder.tensor(patches + ".weight", 0, width, CHANNELS, PATCH, PATCH);
    folder.tensor(patches + ".bias", 0, width);
    for (int i = 0; i < 3; i++) {
      String name = prefix + "encoder.layer." + i + ".";
      for (String part : List.of("query", "key", "value")) {
        folder.dense(name + "attention.attention." + part, width, width);
      }
      folder.dense(name + "attention.output.dense", width, width);
      folder.norm(name + "layernorm_before");
      folder.norm(name + "layernorm_after");
      folder.dense(name + "intermediate.dense", width, TinyFolder.HIDDEN);
      folder.dense(name + "output.dense", TinyFolder.HIDDEN, width);
    }
    folder.norm(prefix + "layernorm");
    return folder;
  }
}
