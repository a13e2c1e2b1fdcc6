package org.distill4j.model;

import org.distill4j.tensor.Shape;

/**
 * A parameter or state that a model declares.
 *
 * @param name its path
 * @param shape its shape
 * @param initializer its first values
 */
public record ParameterSpec(String name, Shape shape, Initializer initializer) {}
