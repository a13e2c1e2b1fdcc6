@NullMarked
package org.distill4j.onnx;

import org.jspecify.annotations.NullMarked;
