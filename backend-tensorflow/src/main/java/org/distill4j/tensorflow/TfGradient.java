package org.distill4j.tensorflow;

import org.distill4j.model.ParameterSpec;
import org.tensorflow.Output;

/**
 * The gradient of a total in a parameter.
 *
 * @param parameter the parameter
 * @param value the gradient, of the parameter's shape
 */
record TfGradient(ParameterSpec parameter, Output<?> value) {}
