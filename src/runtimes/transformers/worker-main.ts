/** Entry of the worker process of image-to-text models. */
import { serveSession } from '../worker/serve-session.ts';
import { openPictureSession } from './picture-session.ts';

serveSession(openPictureSession, 'image-to-text models');
