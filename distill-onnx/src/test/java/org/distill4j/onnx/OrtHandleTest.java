package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native memory of a model")
class OrtHandleTest {
  private static OrtHandle open() {
    Model model = Models.mlp(2, 3);
    byte[] file = OnnxExport.of(model, ExportComparison.weights(model)).toBytes();
    return OrtHandle.open(
        "model", (env, settings) -> env.createSession(file, settings), OnnxOptions.defaults());
  }

  private static boolean isClosed(OrtSession session) throws OrtException {
    try {
      return session.getInputInfo().isEmpty();
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  @Test
  @DisplayName("is there while the model is used, and freed when it is closed")
  void closed() throws OrtException {
    OrtHandle handle = open();
    OrtSession session = handle.call((env, opened) -> opened);
    assertThat(isClosed(session)).isFalse();
    handle.close();
    assertThat(isClosed(session)).isTrue();
    assertThatThrownBy(() -> handle.call((env, opened) -> opened))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("is freed by the collector where nobody closes the model")
  void forgotten() throws OrtException, InterruptedException {
    OrtSession session = open().call((env, opened) -> opened);
    for (int i = 0; i < 500 && !isClosed(session); i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(isClosed(session)).isTrue();
  }
}
