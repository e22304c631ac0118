import express from 'express';

/** Reads a small form of our own pages into req.body, flat: no nested objects from names with brackets. */
export const formBody = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 50 });
