/** Entry of the worker process of ONNX models. */
import { serveSession } from '../worker/serve-session.ts';
import { openOnnxSession } from './onnx-session.ts';

serveSession(openOnnxSession, 'ONNX models');
